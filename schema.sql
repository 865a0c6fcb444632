-- The ledger's law. Every row of every table below is a fact: it is appended once, never changed, never removed.
-- `fact` is the envelope that all kinds share (who, when entered, where it came from, its link in the chain);
-- the table of the kind holds what happened, under the same id. Money is an integer number of minor units (fen),
-- rates are decimal text, days are ISO text (date() alone takes 2024-02-30 for a day, '+0 days' makes it count), instants
-- UTC text. An id is origin << 32 | sequence.

-- 账本 the ledger itself: this copy's origin, its currency and its time zone; one row
CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  origin INTEGER NOT NULL CHECK (origin BETWEEN 1 AND 2147483647),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  zone TEXT NOT NULL CHECK (zone <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 27)
) STRICT;

-- 事实 the envelope of every fact: its kind, its entry and its link in the chain of its origin; source_key is what makes
-- an imported row the same row the next time, so it is there once in each origin
CREATE TABLE fact (
  id INTEGER PRIMARY KEY CHECK (id > 4294967296),
  kind TEXT NOT NULL,
  recorded_at TEXT NOT NULL CHECK (
    recorded_at GLOB '????-??-??T??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND length(recorded_at) = 27
    AND substr(recorded_at, 1, 10) IS date(substr(recorded_at, 1, 10), '+0 days')
    AND substr(recorded_at, 12, 8) IS time(substr(recorded_at, 12, 8))
  ),
  recorded_by TEXT NOT NULL CHECK (recorded_by <> ''),
  recorded_from TEXT NOT NULL,
  note TEXT,
  source_key TEXT CHECK (source_key <> ''),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX fact_source_key ON fact (source_key) WHERE source_key IS NOT NULL;

-- 到达 facts that came here from another copy, and when: those with the ids from id to last_id; what this copy recorded itself, and
-- what it was made of, is in none. It is of this copy and no fact, so that copies with the same facts have the same head
CREATE TABLE arrival (
  id INTEGER PRIMARY KEY CHECK (id > 4294967296),
  last_id INTEGER NOT NULL CHECK (last_id >= id AND last_id >> 32 = id >> 32),
  arrived_at TEXT NOT NULL CHECK (length(arrived_at) = 27)
) STRICT;

-- 销售员 a person: sells, manages, or is a candidate; what changes about the job is in rep_change
CREATE TABLE rep (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT NOT NULL CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  candidate INTEGER NOT NULL CHECK (candidate IN (0, 1))
) STRICT;
CREATE INDEX rep_code ON rep (code);

-- 团队 a team; its place in the tree and its lead are in team_change
CREATE TABLE team (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT NOT NULL CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> '')
) STRICT;
CREATE INDEX team_code ON team (code);

-- 团队变更 from this day a team stands under this parent and is led by this rep
CREATE TABLE team_change (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  team_id INTEGER NOT NULL REFERENCES team (id),
  parent_id INTEGER REFERENCES team (id),
  lead_id INTEGER REFERENCES rep (id)
) STRICT;
CREATE INDEX team_change_team_id ON team_change (team_id, happened_on);

-- 人事变更 from this day a rep has this post, team and base (null: as before), or has left
CREATE TABLE rep_change (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  act TEXT NOT NULL CHECK (act IN ('hire', 'move', 'raise', 'depart')),
  post TEXT,
  team_id INTEGER REFERENCES team (id),
  base INTEGER CHECK (base BETWEEN 0 AND 9000000000000000)
) STRICT;
CREATE INDEX rep_change_rep_id ON rep_change (rep_id, happened_on);

-- 客户 a customer; a lead until processed
CREATE TABLE customer (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  name TEXT NOT NULL CHECK (name <> ''),
  grade TEXT,
  source TEXT,
  phone TEXT,
  industry TEXT,
  region TEXT
) STRICT;
CREATE INDEX customer_name ON customer (name);
CREATE INDEX customer_phone ON customer (phone);
CREATE INDEX customer_happened_on ON customer (happened_on);

-- 客户归属 from this day a customer belongs to this rep (null: released)
CREATE TABLE customer_owner (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  rep_id INTEGER REFERENCES rep (id)
) STRICT;
CREATE INDEX customer_owner_customer_id ON customer_owner (customer_id, happened_on);
CREATE INDEX customer_owner_rep_id ON customer_owner (rep_id);

-- 线索无效 a lead turned out to be none
CREATE TABLE disqualification (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
CREATE INDEX disqualification_customer_id ON disqualification (customer_id);

-- 联系人 a person at a customer
CREATE TABLE contact (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  name TEXT NOT NULL CHECK (name <> ''),
  title TEXT,
  phone TEXT,
  email TEXT
) STRICT;
CREATE INDEX contact_customer_id ON contact (customer_id);
CREATE INDEX contact_name ON contact (name);
CREATE INDEX contact_phone ON contact (phone);

-- 产品 what is sold
CREATE TABLE product (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT NOT NULL CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> '')
) STRICT;
CREATE INDEX product_code ON product (code);
CREATE INDEX product_name ON product (name);

-- 产品价格 from this day a product's list price and cost
CREATE TABLE product_price (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  product_id INTEGER NOT NULL REFERENCES product (id),
  list_price INTEGER CHECK (list_price BETWEEN 0 AND 9000000000000000),
  cost INTEGER CHECK (cost BETWEEN 0 AND 9000000000000000)
) STRICT;
CREATE INDEX product_price_product_id ON product_price (product_id, happened_on);

-- 业务机会（商机） one sale treated as a project; rate is a preset commission rate (提成比例)
CREATE TABLE opportunity (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  customer_id INTEGER REFERENCES customer (id),
  rate TEXT CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*')
) STRICT;
CREATE INDEX opportunity_code ON opportunity (code);
CREATE INDEX opportunity_name ON opportunity (name);
CREATE INDEX opportunity_customer_id ON opportunity (customer_id);

-- 商机归属 from this day an opportunity belongs to this rep
CREATE TABLE opportunity_owner (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id),
  rep_id INTEGER NOT NULL REFERENCES rep (id)
) STRICT;
CREATE INDEX opportunity_owner_opportunity_id ON opportunity_owner (opportunity_id, happened_on);
CREATE INDEX opportunity_owner_rep_id ON opportunity_owner (rep_id);

-- 业绩分成 from this day an opportunity's credit is shared as its share_part rows say
CREATE TABLE share (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id)
) STRICT;
CREATE INDEX share_opportunity_id ON share (opportunity_id, happened_on);

-- 分成比例 one rep's percentage in a share; the parts of a share sum to 100
CREATE TABLE share_part (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  share_id INTEGER NOT NULL REFERENCES share (id),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  percent TEXT NOT NULL CHECK (percent GLOB '[0-9]*' AND percent NOT GLOB '*[^0-9.]*' AND percent NOT GLOB '*.*.*' AND CAST(percent AS REAL) BETWEEN 0 AND 100)
) STRICT;
CREATE INDEX share_part_share_id ON share_part (share_id);

-- 阶段变更 from this day an opportunity is in this stage, with what was known of it then; closes: what the policy of that day says the stage does
CREATE TABLE stage_change (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id),
  stage TEXT NOT NULL CHECK (stage <> ''),
  closes TEXT CHECK (closes IN ('won', 'lost')),
  amount INTEGER CHECK (amount BETWEEN 0 AND 9000000000000000),
  probability TEXT CHECK (probability GLOB '[0-9]*' AND probability NOT GLOB '*[^0-9.]*' AND probability NOT GLOB '*.*.*' AND CAST(probability AS REAL) BETWEEN 0 AND 1),
  expected_close TEXT CHECK (expected_close IS date(expected_close, '+0 days')),
  next_step TEXT
) STRICT;
CREATE INDEX stage_change_opportunity_id ON stage_change (opportunity_id, happened_on);
CREATE INDEX stage_change_happened_on ON stage_change (happened_on);

-- 跟进 one communication with a customer, and what comes next
CREATE TABLE follow_up (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  opportunity_id INTEGER REFERENCES opportunity (id),
  contact_id INTEGER REFERENCES contact (id),
  channel TEXT NOT NULL CHECK (channel IN ('phone', 'visit', 'wechat', 'email', 'meeting', 'video', 'message', 'other')),
  answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
  happened_at TEXT CHECK (happened_at IS strftime('%H:%M', happened_at)),
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 100000),
  content TEXT,
  next_on TEXT CHECK (next_on IS date(next_on, '+0 days')),
  next_step TEXT
) STRICT;
CREATE INDEX follow_up_customer_id ON follow_up (customer_id, happened_on, answered, next_on);
CREATE INDEX follow_up_rep_id ON follow_up (rep_id, happened_on);
CREATE INDEX follow_up_opportunity_id ON follow_up (opportunity_id);

-- 合同 a signed value of an opportunity
CREATE TABLE contract (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT CHECK (code <> ''),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9000000000000000)
) STRICT;
CREATE INDEX contract_code ON contract (code);
CREATE INDEX contract_opportunity_id ON contract (opportunity_id);
CREATE INDEX contract_happened_on ON contract (happened_on);

-- 合同明细 what a contract sells: quantity at unit price, and the list price of its day
CREATE TABLE contract_line (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  contract_id INTEGER NOT NULL REFERENCES contract (id),
  product_id INTEGER NOT NULL REFERENCES product (id),
  quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000000),
  unit_price INTEGER NOT NULL CHECK (unit_price BETWEEN 0 AND 9000000000000000),
  list_price INTEGER CHECK (list_price BETWEEN 0 AND 9000000000000000),
  CHECK (unit_price <= 9000000000000000 / quantity AND coalesce(list_price, 0) <= 9000000000000000 / quantity)
) STRICT;
CREATE INDEX contract_line_contract_id ON contract_line (contract_id);

-- 回款计划 what of a contract falls due on a day
CREATE TABLE instalment (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  contract_id INTEGER NOT NULL REFERENCES contract (id),
  due_on TEXT NOT NULL CHECK (due_on IS date(due_on, '+0 days')),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9000000000000000)
) STRICT;
CREATE INDEX instalment_contract_id ON instalment (contract_id);
CREATE INDEX instalment_due_on ON instalment (due_on);

-- 回款、退款、坏账 money in, money back, or money given up, against a contract; the amount is positive, the kind says which way
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  contract_id INTEGER NOT NULL REFERENCES contract (id),
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'write_off')),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9000000000000000)
) STRICT;
CREATE INDEX receipt_contract_id ON receipt (contract_id, happened_on);
CREATE INDEX receipt_happened_on ON receipt (happened_on);

-- 费用申请 a request to spend money on an opportunity or a customer
CREATE TABLE expense (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  opportunity_id INTEGER REFERENCES opportunity (id),
  customer_id INTEGER REFERENCES customer (id),
  category TEXT NOT NULL CHECK (category <> ''),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9000000000000000),
  limit_note TEXT
) STRICT;
CREATE INDEX expense_rep_id ON expense (rep_id, happened_on);
CREATE INDEX expense_opportunity_id ON expense (opportunity_id);

-- 出差申请 a request to travel for an opportunity
CREATE TABLE trip (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  opportunity_id INTEGER REFERENCES opportunity (id),
  destination TEXT NOT NULL CHECK (destination <> ''),
  from_day TEXT NOT NULL CHECK (from_day IS date(from_day, '+0 days')),
  to_day TEXT NOT NULL CHECK (to_day IS date(to_day, '+0 days')),
  cost INTEGER CHECK (cost BETWEEN 0 AND 9000000000000000),
  limit_note TEXT,
  CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX trip_rep_id ON trip (rep_id, happened_on);
CREATE INDEX trip_opportunity_id ON trip (opportunity_id);
CREATE INDEX trip_from_day ON trip (from_day);

-- 审批 a request approved with an amount, or rejected
CREATE TABLE decision (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  request_id INTEGER NOT NULL REFERENCES fact (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'rejected')),
  amount INTEGER CHECK (amount BETWEEN 0 AND 9000000000000000),
  rep_id INTEGER REFERENCES rep (id),
  why TEXT
) STRICT;
CREATE INDEX decision_request_id ON decision (request_id);

-- 报销 an approved request paid out
CREATE TABLE settlement (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  request_id INTEGER NOT NULL REFERENCES fact (id),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9000000000000000)
) STRICT;
CREATE INDEX settlement_request_id ON settlement (request_id);

-- 出差报告 what a trip came to
CREATE TABLE trip_report (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  trip_id INTEGER NOT NULL REFERENCES trip (id),
  outcome TEXT NOT NULL,
  cost INTEGER CHECK (cost BETWEEN 0 AND 9000000000000000)
) STRICT;
CREATE INDEX trip_report_trip_id ON trip_report (trip_id);

-- 任务 what a rep is to do by a day
CREATE TABLE task (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  task_kind TEXT NOT NULL CHECK (task_kind IN ('development', 'service', 'target')),
  title TEXT NOT NULL CHECK (title <> ''),
  due_on TEXT NOT NULL CHECK (due_on IS date(due_on, '+0 days')),
  opportunity_id INTEGER REFERENCES opportunity (id),
  customer_id INTEGER REFERENCES customer (id)
) STRICT;
CREATE INDEX task_rep_id ON task (rep_id, due_on);
CREATE INDEX task_due_on ON task (due_on);

-- 任务完成 a task was done on this day
CREATE TABLE task_done (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  task_id INTEGER NOT NULL REFERENCES task (id),
  outcome TEXT
) STRICT;
CREATE INDEX task_done_task_id ON task_done (task_id);

-- 请假 a rep is away, both days included
CREATE TABLE leave (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  from_day TEXT NOT NULL CHECK (from_day IS date(from_day, '+0 days')),
  to_day TEXT NOT NULL CHECK (to_day IS date(to_day, '+0 days')),
  leave_kind TEXT,
  CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX leave_rep_id ON leave (rep_id);

-- 个人目标 a personal goal or development aim
CREATE TABLE goal (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  title TEXT NOT NULL CHECK (title <> ''),
  weight TEXT CHECK (weight GLOB '[0-9]*' AND weight NOT GLOB '*[^0-9.]*' AND weight NOT GLOB '*.*.*'),
  due_on TEXT CHECK (due_on IS date(due_on, '+0 days'))
) STRICT;
CREATE INDEX goal_rep_id ON goal (rep_id);

-- 目标进度 how far a goal is
CREATE TABLE goal_progress (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  goal_id INTEGER NOT NULL REFERENCES goal (id),
  progress TEXT NOT NULL CHECK (progress GLOB '[0-9]*' AND progress NOT GLOB '*[^0-9.]*' AND progress NOT GLOB '*.*.*')
) STRICT;
CREATE INDEX goal_progress_goal_id ON goal_progress (goal_id);

-- 客户反馈 a customer's rating (1-5), complaint or suggestion about a rep
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  feedback_kind TEXT NOT NULL CHECK (feedback_kind IN ('rating', 'complaint', 'suggestion')),
  rating INTEGER CHECK (rating BETWEEN 1 AND 5),
  content TEXT,
  CHECK (feedback_kind <> 'rating' OR rating IS NOT NULL)
) STRICT;
CREATE INDEX feedback_rep_id ON feedback (rep_id);
CREATE INDEX feedback_customer_id ON feedback (customer_id);
CREATE INDEX feedback_happened_on ON feedback (happened_on);

-- 反馈处理 a feedback was settled on this day
CREATE TABLE feedback_close (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  feedback_id INTEGER NOT NULL REFERENCES feedback (id),
  rep_id INTEGER REFERENCES rep (id),
  outcome TEXT
) STRICT;
CREATE INDEX feedback_close_feedback_id ON feedback_close (feedback_id);

-- 沟通质量评估 how good a follow-up, or the handling of a feedback, was (1-5 each)
CREATE TABLE quality_review (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  subject_id INTEGER NOT NULL REFERENCES fact (id),
  effectiveness INTEGER NOT NULL CHECK (effectiveness BETWEEN 1 AND 5),
  professionalism INTEGER NOT NULL CHECK (professionalism BETWEEN 1 AND 5),
  problem_solving INTEGER NOT NULL CHECK (problem_solving BETWEEN 1 AND 5)
) STRICT;
CREATE INDEX quality_review_subject_id ON quality_review (subject_id);

-- 人事测评 one piece of evidence about a person, by a method, for a purpose
CREATE TABLE assessment (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  method TEXT NOT NULL CHECK (method IN ('resume', 'exam', 'psychometric', 'interview', 'simulation', 'centre', 'observation', 'performance', 'proficiency', 'mastery')),
  purpose TEXT CHECK (purpose IN ('selection', 'promotion', 'appraisal', 'training', 'placement')),
  score TEXT NOT NULL CHECK (score GLOB '[0-9]*' AND score NOT GLOB '*[^0-9.]*' AND score NOT GLOB '*.*.*'),
  out_of TEXT NOT NULL CHECK (out_of GLOB '[0-9]*' AND out_of NOT GLOB '*[^0-9.]*' AND out_of NOT GLOB '*.*.*' AND CAST(out_of AS REAL) > 0),
  rater TEXT
) STRICT;
CREATE INDEX assessment_rep_id ON assessment (rep_id);

-- 销售目标 a target of a rep, a team or the company for a measure and a period; a money measure uses amount, others number
CREATE TABLE target (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  scope TEXT NOT NULL CHECK (scope IN ('rep', 'team', 'company')),
  rep_id INTEGER REFERENCES rep (id),
  team_id INTEGER REFERENCES team (id),
  measure TEXT NOT NULL,
  product_id INTEGER REFERENCES product (id),
  starts_on TEXT NOT NULL CHECK (starts_on IS date(starts_on, '+0 days')),
  ends_on TEXT NOT NULL CHECK (ends_on IS date(ends_on, '+0 days')),
  amount INTEGER CHECK (amount BETWEEN 0 AND 9000000000000000),
  number TEXT CHECK (number GLOB '[0-9]*' AND number NOT GLOB '*[^0-9.]*' AND number NOT GLOB '*.*.*'),
  exact INTEGER NOT NULL CHECK (exact IN (0, 1)),
  CHECK ((amount IS NULL) <> (number IS NULL)),
  CHECK ((scope = 'rep') = (rep_id IS NOT NULL)),
  CHECK ((scope = 'team') = (team_id IS NOT NULL)),
  CHECK (starts_on < ends_on)
) STRICT;
CREATE INDEX target_starts_on ON target (starts_on, ends_on);

-- 制度 a version of the company's rules, whole, from a day on (null: from ever)
CREATE TABLE policy (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  starts_on TEXT CHECK (starts_on IS date(starts_on, '+0 days')),
  title TEXT NOT NULL CHECK (title <> ''),
  body TEXT NOT NULL CHECK (body <> ''),
  digest TEXT NOT NULL
) STRICT;

-- 作废 a fact counts no more, or (restore) counts again
CREATE TABLE void (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  effect TEXT NOT NULL CHECK (effect IN ('void', 'restore')),
  why TEXT NOT NULL CHECK (why <> ''),
  CHECK (fact_id <> id)
) STRICT;
CREATE INDEX void_fact_id ON void (fact_id);

-- 更正 what a fact is called or says is put right (an empty value empties it); the fact itself stays as it was recorded
CREATE TABLE correction (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  field TEXT NOT NULL CHECK (field <> ''),
  value TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why <> ''),
  CHECK (fact_id <> id)
) STRICT;
CREATE INDEX correction_fact_id ON correction (fact_id, field);
CREATE INDEX correction_value ON correction (value);
CREATE INDEX correction_field ON correction (field, value);

-- 免罚 the penalty that a fact caused is not charged
CREATE TABLE waiver (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  penalty TEXT,
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
CREATE INDEX waiver_fact_id ON waiver (fact_id);

-- 考核结果单 a rep's figures of a closed period, as they stood; ledger_head is each origin's last sequence and hash
CREATE TABLE statement (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  starts_on TEXT NOT NULL CHECK (starts_on IS date(starts_on, '+0 days')),
  ends_on TEXT NOT NULL CHECK (ends_on IS date(ends_on, '+0 days')),
  figures TEXT NOT NULL,
  policy_digest TEXT NOT NULL,
  ledger_head TEXT NOT NULL,
  CHECK (starts_on < ends_on)
) STRICT;
CREATE INDEX statement_starts_on ON statement (starts_on, ends_on);

-- 异议 a question on a figure, open until answered
CREATE TABLE dispute (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  figure TEXT NOT NULL CHECK (figure <> ''),
  starts_on TEXT NOT NULL CHECK (starts_on IS date(starts_on, '+0 days')),
  ends_on TEXT NOT NULL CHECK (ends_on IS date(ends_on, '+0 days')),
  why TEXT NOT NULL CHECK (why <> ''),
  CHECK (starts_on < ends_on)
) STRICT;
CREATE INDEX dispute_rep_id ON dispute (rep_id);

-- 异议答复 the answer to a dispute
CREATE TABLE dispute_answer (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  dispute_id INTEGER NOT NULL REFERENCES dispute (id),
  answer TEXT NOT NULL CHECK (answer <> '')
) STRICT;
CREATE INDEX dispute_answer_dispute_id ON dispute_answer (dispute_id);

-- What was voided and not restored since: the last word on a fact counts.
CREATE VIEW voided AS
SELECT void.fact_id
FROM void
JOIN fact ON fact.id = void.id
WHERE void.effect = 'void'
  AND NOT EXISTS (
    SELECT 1 FROM void AS later JOIN fact AS entry ON entry.id = later.id
    WHERE later.fact_id = void.fact_id AND (entry.recorded_at, later.id) > (fact.recorded_at, void.id)
  );

-- What is in force: every report and every look-up reads these. Under --as-of the ledger lays views of the same
-- names over them that see only what was known then. Where others stand on a fact, what it
-- only describes is shown as it was put right.
CREATE VIEW correction_in_force AS SELECT * FROM correction WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = correction.id);

-- The last word on a field of a fact that was put right.
CREATE VIEW corrected AS
SELECT correction.fact_id, correction.field, correction.value
FROM correction_in_force AS correction
JOIN fact ON fact.id = correction.id
WHERE NOT EXISTS (
  SELECT 1 FROM correction_in_force AS later JOIN fact AS entry ON entry.id = later.id
  WHERE later.fact_id = correction.fact_id AND later.field = correction.field
    AND (entry.recorded_at, later.id) > (fact.recorded_at, correction.id)
);

CREATE VIEW rep_in_force AS
SELECT
  rep.id,
  rep.happened_on,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = rep.id AND c.field = 'code'), rep.code), '') AS code,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = rep.id AND c.field = 'name'), rep.name), '') AS name,
  rep.candidate
FROM rep
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = rep.id);
CREATE VIEW team_in_force AS
SELECT
  team.id,
  team.happened_on,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = team.id AND c.field = 'code'), team.code), '') AS code,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = team.id AND c.field = 'name'), team.name), '') AS name
FROM team
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = team.id);
CREATE VIEW team_change_in_force AS SELECT * FROM team_change WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = team_change.id);
CREATE VIEW rep_change_in_force AS SELECT * FROM rep_change WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = rep_change.id);
CREATE VIEW customer_in_force AS
SELECT
  customer.id,
  coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = customer.id AND c.field = 'happened_on'), customer.happened_on) AS happened_on,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = customer.id AND c.field = 'name'), customer.name), '') AS name,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = customer.id AND c.field = 'grade'), customer.grade), '') AS grade,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = customer.id AND c.field = 'source'), customer.source), '') AS source,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = customer.id AND c.field = 'phone'), customer.phone), '') AS phone,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = customer.id AND c.field = 'industry'), customer.industry), '') AS industry,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = customer.id AND c.field = 'region'), customer.region), '') AS region
FROM customer
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = customer.id);
CREATE VIEW customer_owner_in_force AS SELECT * FROM customer_owner WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = customer_owner.id);
CREATE VIEW disqualification_in_force AS SELECT * FROM disqualification WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = disqualification.id);
CREATE VIEW contact_in_force AS
SELECT
  contact.id,
  contact.happened_on,
  contact.customer_id,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = contact.id AND c.field = 'name'), contact.name), '') AS name,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = contact.id AND c.field = 'title'), contact.title), '') AS title,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = contact.id AND c.field = 'phone'), contact.phone), '') AS phone,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = contact.id AND c.field = 'email'), contact.email), '') AS email
FROM contact
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = contact.id);
CREATE VIEW product_in_force AS
SELECT
  product.id,
  product.happened_on,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = product.id AND c.field = 'code'), product.code), '') AS code,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = product.id AND c.field = 'name'), product.name), '') AS name
FROM product
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = product.id);
CREATE VIEW product_price_in_force AS SELECT * FROM product_price WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = product_price.id);
CREATE VIEW opportunity_in_force AS
SELECT
  opportunity.id,
  coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = opportunity.id AND c.field = 'happened_on'), opportunity.happened_on) AS happened_on,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = opportunity.id AND c.field = 'code'), opportunity.code), '') AS code,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = opportunity.id AND c.field = 'name'), opportunity.name), '') AS name,
  opportunity.customer_id,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = opportunity.id AND c.field = 'rate'), opportunity.rate), '') AS rate
FROM opportunity
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = opportunity.id);
CREATE VIEW opportunity_owner_in_force AS SELECT * FROM opportunity_owner WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = opportunity_owner.id);
CREATE VIEW share_in_force AS SELECT * FROM share WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = share.id);
CREATE VIEW share_part_in_force AS SELECT * FROM share_part WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = share_part.id);
CREATE VIEW stage_change_in_force AS SELECT * FROM stage_change WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = stage_change.id);
CREATE VIEW follow_up_in_force AS SELECT * FROM follow_up WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = follow_up.id);
CREATE VIEW contract_in_force AS
SELECT
  contract.id,
  coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = contract.id AND c.field = 'happened_on'), contract.happened_on) AS happened_on,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = contract.id AND c.field = 'code'), contract.code), '') AS code,
  contract.opportunity_id,
  coalesce((SELECT CAST(c.value AS BIGINT) FROM corrected AS c WHERE c.fact_id = contract.id AND c.field = 'amount'), contract.amount) AS amount
FROM contract
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = contract.id);
CREATE VIEW contract_line_in_force AS SELECT * FROM contract_line WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = contract_line.id);
CREATE VIEW instalment_in_force AS SELECT * FROM instalment WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = instalment.id);
CREATE VIEW receipt_in_force AS SELECT * FROM receipt WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = receipt.id);
CREATE VIEW expense_in_force AS SELECT * FROM expense WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = expense.id);
CREATE VIEW trip_in_force AS SELECT * FROM trip WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = trip.id);
CREATE VIEW decision_in_force AS SELECT * FROM decision WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = decision.id);
CREATE VIEW settlement_in_force AS SELECT * FROM settlement WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = settlement.id);
CREATE VIEW trip_report_in_force AS SELECT * FROM trip_report WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = trip_report.id);
CREATE VIEW task_in_force AS SELECT * FROM task WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = task.id);
CREATE VIEW task_done_in_force AS SELECT * FROM task_done WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = task_done.id);
CREATE VIEW leave_in_force AS SELECT * FROM leave WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = leave.id);
CREATE VIEW goal_in_force AS
SELECT
  goal.id,
  goal.happened_on,
  goal.rep_id,
  nullif(coalesce((SELECT c.value FROM corrected AS c WHERE c.fact_id = goal.id AND c.field = 'title'), goal.title), '') AS title,
  goal.weight,
  goal.due_on
FROM goal
WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = goal.id);
CREATE VIEW goal_progress_in_force AS SELECT * FROM goal_progress WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = goal_progress.id);
CREATE VIEW feedback_in_force AS SELECT * FROM feedback WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = feedback.id);
CREATE VIEW feedback_close_in_force AS SELECT * FROM feedback_close WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = feedback_close.id);
CREATE VIEW quality_review_in_force AS SELECT * FROM quality_review WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = quality_review.id);
CREATE VIEW assessment_in_force AS SELECT * FROM assessment WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = assessment.id);
CREATE VIEW target_in_force AS SELECT * FROM target WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = target.id);
CREATE VIEW policy_in_force AS SELECT * FROM policy WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = policy.id);
CREATE VIEW waiver_in_force AS SELECT * FROM waiver WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = waiver.id);
CREATE VIEW statement_in_force AS SELECT * FROM statement WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = statement.id);
CREATE VIEW dispute_in_force AS SELECT * FROM dispute WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = dispute.id);
CREATE VIEW dispute_answer_in_force AS SELECT * FROM dispute_answer WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = dispute_answer.id);

-- Append-only, for every program and whatever its settings: no UPDATE, no DELETE, and no INSERT OR REPLACE
-- (which would remove the row it replaces without asking the DELETE trigger).
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger WHERE one = NEW.one)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: ledger'); END;
CREATE TRIGGER fact_no_update BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER fact_no_delete BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER fact_no_replace BEFORE INSERT ON fact WHEN EXISTS (SELECT 1 FROM fact WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: fact'); END;
CREATE TRIGGER arrival_no_update BEFORE UPDATE ON arrival BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER arrival_no_delete BEFORE DELETE ON arrival BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER arrival_no_replace BEFORE INSERT ON arrival
WHEN EXISTS (SELECT 1 FROM arrival AS other WHERE other.id <= NEW.last_id AND other.last_id >= NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: arrival'); END;
CREATE TRIGGER rep_no_update BEFORE UPDATE ON rep BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER rep_no_delete BEFORE DELETE ON rep BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER rep_no_replace BEFORE INSERT ON rep WHEN EXISTS (SELECT 1 FROM rep WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: rep'); END;
CREATE TRIGGER team_no_update BEFORE UPDATE ON team BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER team_no_delete BEFORE DELETE ON team BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER team_no_replace BEFORE INSERT ON team WHEN EXISTS (SELECT 1 FROM team WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: team'); END;
CREATE TRIGGER team_change_no_update BEFORE UPDATE ON team_change BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER team_change_no_delete BEFORE DELETE ON team_change BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER team_change_no_replace BEFORE INSERT ON team_change WHEN EXISTS (SELECT 1 FROM team_change WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: team_change'); END;
CREATE TRIGGER rep_change_no_update BEFORE UPDATE ON rep_change BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER rep_change_no_delete BEFORE DELETE ON rep_change BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER rep_change_no_replace BEFORE INSERT ON rep_change WHEN EXISTS (SELECT 1 FROM rep_change WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: rep_change'); END;
CREATE TRIGGER customer_no_update BEFORE UPDATE ON customer BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER customer_no_delete BEFORE DELETE ON customer BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER customer_no_replace BEFORE INSERT ON customer WHEN EXISTS (SELECT 1 FROM customer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: customer'); END;
CREATE TRIGGER customer_owner_no_update BEFORE UPDATE ON customer_owner BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER customer_owner_no_delete BEFORE DELETE ON customer_owner BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER customer_owner_no_replace BEFORE INSERT ON customer_owner WHEN EXISTS (SELECT 1 FROM customer_owner WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: customer_owner'); END;
CREATE TRIGGER disqualification_no_update BEFORE UPDATE ON disqualification BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER disqualification_no_delete BEFORE DELETE ON disqualification BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER disqualification_no_replace BEFORE INSERT ON disqualification WHEN EXISTS (SELECT 1 FROM disqualification WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: disqualification'); END;
CREATE TRIGGER contact_no_update BEFORE UPDATE ON contact BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER contact_no_delete BEFORE DELETE ON contact BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER contact_no_replace BEFORE INSERT ON contact WHEN EXISTS (SELECT 1 FROM contact WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: contact'); END;
CREATE TRIGGER product_no_update BEFORE UPDATE ON product BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER product_no_delete BEFORE DELETE ON product BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER product_no_replace BEFORE INSERT ON product WHEN EXISTS (SELECT 1 FROM product WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: product'); END;
CREATE TRIGGER product_price_no_update BEFORE UPDATE ON product_price BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER product_price_no_delete BEFORE DELETE ON product_price BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER product_price_no_replace BEFORE INSERT ON product_price WHEN EXISTS (SELECT 1 FROM product_price WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: product_price'); END;
CREATE TRIGGER opportunity_no_update BEFORE UPDATE ON opportunity BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER opportunity_no_delete BEFORE DELETE ON opportunity BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER opportunity_no_replace BEFORE INSERT ON opportunity WHEN EXISTS (SELECT 1 FROM opportunity WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: opportunity'); END;
CREATE TRIGGER opportunity_owner_no_update BEFORE UPDATE ON opportunity_owner BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER opportunity_owner_no_delete BEFORE DELETE ON opportunity_owner BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER opportunity_owner_no_replace BEFORE INSERT ON opportunity_owner WHEN EXISTS (SELECT 1 FROM opportunity_owner WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: opportunity_owner'); END;
CREATE TRIGGER share_no_update BEFORE UPDATE ON share BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER share_no_delete BEFORE DELETE ON share BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER share_no_replace BEFORE INSERT ON share WHEN EXISTS (SELECT 1 FROM share WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: share'); END;
CREATE TRIGGER share_part_no_update BEFORE UPDATE ON share_part BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER share_part_no_delete BEFORE DELETE ON share_part BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER share_part_no_replace BEFORE INSERT ON share_part WHEN EXISTS (SELECT 1 FROM share_part WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: share_part'); END;
CREATE TRIGGER stage_change_no_update BEFORE UPDATE ON stage_change BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER stage_change_no_delete BEFORE DELETE ON stage_change BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER stage_change_no_replace BEFORE INSERT ON stage_change WHEN EXISTS (SELECT 1 FROM stage_change WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: stage_change'); END;
CREATE TRIGGER follow_up_no_update BEFORE UPDATE ON follow_up BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER follow_up_no_delete BEFORE DELETE ON follow_up BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER follow_up_no_replace BEFORE INSERT ON follow_up WHEN EXISTS (SELECT 1 FROM follow_up WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: follow_up'); END;
CREATE TRIGGER contract_no_update BEFORE UPDATE ON contract BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER contract_no_delete BEFORE DELETE ON contract BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER contract_no_replace BEFORE INSERT ON contract WHEN EXISTS (SELECT 1 FROM contract WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: contract'); END;
CREATE TRIGGER contract_line_no_update BEFORE UPDATE ON contract_line BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER contract_line_no_delete BEFORE DELETE ON contract_line BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER contract_line_no_replace BEFORE INSERT ON contract_line WHEN EXISTS (SELECT 1 FROM contract_line WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: contract_line'); END;
CREATE TRIGGER instalment_no_update BEFORE UPDATE ON instalment BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER instalment_no_delete BEFORE DELETE ON instalment BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER instalment_no_replace BEFORE INSERT ON instalment WHEN EXISTS (SELECT 1 FROM instalment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: instalment'); END;
CREATE TRIGGER receipt_no_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER receipt_no_replace BEFORE INSERT ON receipt WHEN EXISTS (SELECT 1 FROM receipt WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: receipt'); END;
CREATE TRIGGER expense_no_update BEFORE UPDATE ON expense BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER expense_no_delete BEFORE DELETE ON expense BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER expense_no_replace BEFORE INSERT ON expense WHEN EXISTS (SELECT 1 FROM expense WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: expense'); END;
CREATE TRIGGER trip_no_update BEFORE UPDATE ON trip BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER trip_no_delete BEFORE DELETE ON trip BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER trip_no_replace BEFORE INSERT ON trip WHEN EXISTS (SELECT 1 FROM trip WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: trip'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: decision'); END;
CREATE TRIGGER settlement_no_update BEFORE UPDATE ON settlement BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER settlement_no_replace BEFORE INSERT ON settlement WHEN EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: settlement'); END;
CREATE TRIGGER trip_report_no_update BEFORE UPDATE ON trip_report BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER trip_report_no_delete BEFORE DELETE ON trip_report BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER trip_report_no_replace BEFORE INSERT ON trip_report WHEN EXISTS (SELECT 1 FROM trip_report WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: trip_report'); END;
CREATE TRIGGER task_no_update BEFORE UPDATE ON task BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER task_no_delete BEFORE DELETE ON task BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER task_no_replace BEFORE INSERT ON task WHEN EXISTS (SELECT 1 FROM task WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: task'); END;
CREATE TRIGGER task_done_no_update BEFORE UPDATE ON task_done BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER task_done_no_delete BEFORE DELETE ON task_done BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER task_done_no_replace BEFORE INSERT ON task_done WHEN EXISTS (SELECT 1 FROM task_done WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: task_done'); END;
CREATE TRIGGER leave_no_update BEFORE UPDATE ON leave BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER leave_no_delete BEFORE DELETE ON leave BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER leave_no_replace BEFORE INSERT ON leave WHEN EXISTS (SELECT 1 FROM leave WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: leave'); END;
CREATE TRIGGER goal_no_update BEFORE UPDATE ON goal BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER goal_no_delete BEFORE DELETE ON goal BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER goal_no_replace BEFORE INSERT ON goal WHEN EXISTS (SELECT 1 FROM goal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: goal'); END;
CREATE TRIGGER goal_progress_no_update BEFORE UPDATE ON goal_progress BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER goal_progress_no_delete BEFORE DELETE ON goal_progress BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER goal_progress_no_replace BEFORE INSERT ON goal_progress WHEN EXISTS (SELECT 1 FROM goal_progress WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: goal_progress'); END;
CREATE TRIGGER feedback_no_update BEFORE UPDATE ON feedback BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER feedback_no_delete BEFORE DELETE ON feedback BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER feedback_no_replace BEFORE INSERT ON feedback WHEN EXISTS (SELECT 1 FROM feedback WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: feedback'); END;
CREATE TRIGGER feedback_close_no_update BEFORE UPDATE ON feedback_close BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER feedback_close_no_delete BEFORE DELETE ON feedback_close BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER feedback_close_no_replace BEFORE INSERT ON feedback_close WHEN EXISTS (SELECT 1 FROM feedback_close WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: feedback_close'); END;
CREATE TRIGGER quality_review_no_update BEFORE UPDATE ON quality_review BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER quality_review_no_delete BEFORE DELETE ON quality_review BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER quality_review_no_replace BEFORE INSERT ON quality_review WHEN EXISTS (SELECT 1 FROM quality_review WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: quality_review'); END;
CREATE TRIGGER assessment_no_update BEFORE UPDATE ON assessment BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER assessment_no_delete BEFORE DELETE ON assessment BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER assessment_no_replace BEFORE INSERT ON assessment WHEN EXISTS (SELECT 1 FROM assessment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: assessment'); END;
CREATE TRIGGER target_no_update BEFORE UPDATE ON target BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER target_no_delete BEFORE DELETE ON target BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER target_no_replace BEFORE INSERT ON target WHEN EXISTS (SELECT 1 FROM target WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: target'); END;
CREATE TRIGGER policy_no_update BEFORE UPDATE ON policy BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER policy_no_delete BEFORE DELETE ON policy BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER policy_no_replace BEFORE INSERT ON policy WHEN EXISTS (SELECT 1 FROM policy WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: policy'); END;
CREATE TRIGGER void_no_update BEFORE UPDATE ON void BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER void_no_delete BEFORE DELETE ON void BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER void_no_replace BEFORE INSERT ON void WHEN EXISTS (SELECT 1 FROM void WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: void'); END;
CREATE TRIGGER waiver_no_update BEFORE UPDATE ON waiver BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER waiver_no_delete BEFORE DELETE ON waiver BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER waiver_no_replace BEFORE INSERT ON waiver WHEN EXISTS (SELECT 1 FROM waiver WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: waiver'); END;
CREATE TRIGGER correction_no_replace BEFORE INSERT ON correction WHEN EXISTS (SELECT 1 FROM correction WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: correction'); END;
CREATE TRIGGER statement_no_update BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER statement_no_delete BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER statement_no_replace BEFORE INSERT ON statement WHEN EXISTS (SELECT 1 FROM statement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: statement'); END;
CREATE TRIGGER dispute_no_update BEFORE UPDATE ON dispute BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER dispute_no_delete BEFORE DELETE ON dispute BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER dispute_no_replace BEFORE INSERT ON dispute WHEN EXISTS (SELECT 1 FROM dispute WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: dispute'); END;
CREATE TRIGGER dispute_answer_no_update BEFORE UPDATE ON dispute_answer BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER dispute_answer_no_delete BEFORE DELETE ON dispute_answer BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER dispute_answer_no_replace BEFORE INSERT ON dispute_answer WHEN EXISTS (SELECT 1 FROM dispute_answer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a fact is never replaced: dispute_answer'); END;

-- The sequence of an origin has no holes, so that a missing fact shows.
CREATE TRIGGER fact_in_sequence BEFORE INSERT ON fact
WHEN NEW.id & 4294967295 <> 1 AND NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id - 1)
BEGIN SELECT RAISE(ABORT, 'a fact follows the one before it: fact'); END;
CREATE TRIGGER fact_source_key_taken BEFORE INSERT ON fact
WHEN EXISTS (SELECT 1 FROM fact WHERE source_key = NEW.source_key AND id >> 32 = NEW.id >> 32 AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'a row is imported once: its source_key is there'); END;

-- A row stands in the table that its fact names, and in no other; foreign keys may be off in the program that writes.
CREATE TRIGGER rep_of_kind BEFORE INSERT ON rep WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'rep')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: rep'); END;
CREATE TRIGGER team_of_kind BEFORE INSERT ON team WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'team')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: team'); END;
CREATE TRIGGER team_change_of_kind BEFORE INSERT ON team_change WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'team_change')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: team_change'); END;
CREATE TRIGGER rep_change_of_kind BEFORE INSERT ON rep_change WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'rep_change')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: rep_change'); END;
CREATE TRIGGER customer_of_kind BEFORE INSERT ON customer WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'customer')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: customer'); END;
CREATE TRIGGER customer_owner_of_kind BEFORE INSERT ON customer_owner WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'customer_owner')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: customer_owner'); END;
CREATE TRIGGER disqualification_of_kind BEFORE INSERT ON disqualification WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'disqualification')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: disqualification'); END;
CREATE TRIGGER contact_of_kind BEFORE INSERT ON contact WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'contact')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: contact'); END;
CREATE TRIGGER product_of_kind BEFORE INSERT ON product WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'product')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: product'); END;
CREATE TRIGGER product_price_of_kind BEFORE INSERT ON product_price WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'product_price')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: product_price'); END;
CREATE TRIGGER opportunity_of_kind BEFORE INSERT ON opportunity WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'opportunity')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: opportunity'); END;
CREATE TRIGGER opportunity_owner_of_kind BEFORE INSERT ON opportunity_owner WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'opportunity_owner')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: opportunity_owner'); END;
CREATE TRIGGER share_of_kind BEFORE INSERT ON share WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'share')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: share'); END;
CREATE TRIGGER share_part_of_kind BEFORE INSERT ON share_part WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'share_part')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: share_part'); END;
CREATE TRIGGER stage_change_of_kind BEFORE INSERT ON stage_change WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'stage_change')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: stage_change'); END;
CREATE TRIGGER follow_up_of_kind BEFORE INSERT ON follow_up WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'follow_up')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: follow_up'); END;
CREATE TRIGGER contract_of_kind BEFORE INSERT ON contract WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'contract')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: contract'); END;
CREATE TRIGGER contract_line_of_kind BEFORE INSERT ON contract_line WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'contract_line')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: contract_line'); END;
CREATE TRIGGER instalment_of_kind BEFORE INSERT ON instalment WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'instalment')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: instalment'); END;
CREATE TRIGGER receipt_of_kind BEFORE INSERT ON receipt WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'receipt')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: receipt'); END;
CREATE TRIGGER expense_of_kind BEFORE INSERT ON expense WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'expense')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: expense'); END;
CREATE TRIGGER trip_of_kind BEFORE INSERT ON trip WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'trip')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: trip'); END;
CREATE TRIGGER decision_of_kind BEFORE INSERT ON decision WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'decision')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: decision'); END;
CREATE TRIGGER settlement_of_kind BEFORE INSERT ON settlement WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'settlement')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: settlement'); END;
CREATE TRIGGER trip_report_of_kind BEFORE INSERT ON trip_report WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'trip_report')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: trip_report'); END;
CREATE TRIGGER task_of_kind BEFORE INSERT ON task WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'task')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: task'); END;
CREATE TRIGGER task_done_of_kind BEFORE INSERT ON task_done WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'task_done')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: task_done'); END;
CREATE TRIGGER leave_of_kind BEFORE INSERT ON leave WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'leave')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: leave'); END;
CREATE TRIGGER goal_of_kind BEFORE INSERT ON goal WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'goal')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: goal'); END;
CREATE TRIGGER goal_progress_of_kind BEFORE INSERT ON goal_progress WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'goal_progress')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: goal_progress'); END;
CREATE TRIGGER feedback_of_kind BEFORE INSERT ON feedback WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'feedback')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: feedback'); END;
CREATE TRIGGER feedback_close_of_kind BEFORE INSERT ON feedback_close WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'feedback_close')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: feedback_close'); END;
CREATE TRIGGER quality_review_of_kind BEFORE INSERT ON quality_review WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'quality_review')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: quality_review'); END;
CREATE TRIGGER assessment_of_kind BEFORE INSERT ON assessment WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'assessment')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: assessment'); END;
CREATE TRIGGER target_of_kind BEFORE INSERT ON target WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'target')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: target'); END;
CREATE TRIGGER policy_of_kind BEFORE INSERT ON policy WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'policy')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: policy'); END;
CREATE TRIGGER void_of_kind BEFORE INSERT ON void WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'void')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: void'); END;
CREATE TRIGGER waiver_of_kind BEFORE INSERT ON waiver WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'waiver')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: waiver'); END;
CREATE TRIGGER correction_of_kind BEFORE INSERT ON correction WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'correction')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: correction'); END;
CREATE TRIGGER statement_of_kind BEFORE INSERT ON statement WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'statement')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: statement'); END;
CREATE TRIGGER dispute_of_kind BEFORE INSERT ON dispute WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'dispute')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: dispute'); END;
CREATE TRIGGER dispute_answer_of_kind BEFORE INSERT ON dispute_answer WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id AND kind = 'dispute_answer')
BEGIN SELECT RAISE(ABORT, 'a row needs a fact of its kind: dispute_answer'); END;

-- A code means one thing among what is in force, as it was put right; a voided one may be given again, and is then not
-- restored. (Who has a code is looked up by what was recorded or put right, for there are the indexes.)
CREATE TRIGGER rep_code_taken BEFORE INSERT ON rep WHEN NEW.code IS NOT NULL AND EXISTS (
  SELECT 1 FROM rep_in_force AS other WHERE other.code = NEW.code AND other.id <> NEW.id AND other.id IN (
    SELECT said.id FROM rep AS said WHERE said.code = NEW.code UNION SELECT fact_id FROM correction WHERE value = NEW.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: rep'); END;
CREATE TRIGGER team_code_taken BEFORE INSERT ON team WHEN NEW.code IS NOT NULL AND EXISTS (
  SELECT 1 FROM team_in_force AS other WHERE other.code = NEW.code AND other.id <> NEW.id AND other.id IN (
    SELECT said.id FROM team AS said WHERE said.code = NEW.code UNION SELECT fact_id FROM correction WHERE value = NEW.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: team'); END;
CREATE TRIGGER product_code_taken BEFORE INSERT ON product WHEN NEW.code IS NOT NULL AND EXISTS (
  SELECT 1 FROM product_in_force AS other WHERE other.code = NEW.code AND other.id <> NEW.id AND other.id IN (
    SELECT said.id FROM product AS said WHERE said.code = NEW.code UNION SELECT fact_id FROM correction WHERE value = NEW.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: product'); END;
CREATE TRIGGER opportunity_code_taken BEFORE INSERT ON opportunity WHEN NEW.code IS NOT NULL AND EXISTS (
  SELECT 1 FROM opportunity_in_force AS other WHERE other.code = NEW.code AND other.id <> NEW.id AND other.id IN (
    SELECT said.id FROM opportunity AS said WHERE said.code = NEW.code UNION SELECT fact_id FROM correction WHERE value = NEW.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: opportunity'); END;
CREATE TRIGGER contract_code_taken BEFORE INSERT ON contract WHEN NEW.code IS NOT NULL AND EXISTS (
  SELECT 1 FROM contract_in_force AS other WHERE other.code = NEW.code AND other.id <> NEW.id AND other.id IN (
    SELECT said.id FROM contract AS said WHERE said.code = NEW.code UNION SELECT fact_id FROM correction WHERE value = NEW.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: contract'); END;
CREATE TRIGGER void_rep_code_taken AFTER INSERT ON void WHEN EXISTS (
  SELECT 1 FROM rep_in_force AS own JOIN rep_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id IN (NEW.fact_id, (SELECT fact_id FROM correction WHERE id = NEW.fact_id AND field = 'code')) AND other.id IN (
    SELECT said.id FROM rep AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: rep'); END;
CREATE TRIGGER void_team_code_taken AFTER INSERT ON void WHEN EXISTS (
  SELECT 1 FROM team_in_force AS own JOIN team_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id IN (NEW.fact_id, (SELECT fact_id FROM correction WHERE id = NEW.fact_id AND field = 'code')) AND other.id IN (
    SELECT said.id FROM team AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: team'); END;
CREATE TRIGGER void_product_code_taken AFTER INSERT ON void WHEN EXISTS (
  SELECT 1 FROM product_in_force AS own JOIN product_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id IN (NEW.fact_id, (SELECT fact_id FROM correction WHERE id = NEW.fact_id AND field = 'code')) AND other.id IN (
    SELECT said.id FROM product AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: product'); END;
CREATE TRIGGER void_opportunity_code_taken AFTER INSERT ON void WHEN EXISTS (
  SELECT 1 FROM opportunity_in_force AS own JOIN opportunity_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id IN (NEW.fact_id, (SELECT fact_id FROM correction WHERE id = NEW.fact_id AND field = 'code')) AND other.id IN (
    SELECT said.id FROM opportunity AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: opportunity'); END;
CREATE TRIGGER void_contract_code_taken AFTER INSERT ON void WHEN EXISTS (
  SELECT 1 FROM contract_in_force AS own JOIN contract_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id IN (NEW.fact_id, (SELECT fact_id FROM correction WHERE id = NEW.fact_id AND field = 'code')) AND other.id IN (
    SELECT said.id FROM contract AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: contract'); END;
CREATE TRIGGER correction_rep_code_taken AFTER INSERT ON correction WHEN NEW.field = 'code' AND EXISTS (
  SELECT 1 FROM rep_in_force AS own JOIN rep_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id = NEW.fact_id AND other.id IN (
    SELECT said.id FROM rep AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: rep'); END;
CREATE TRIGGER correction_team_code_taken AFTER INSERT ON correction WHEN NEW.field = 'code' AND EXISTS (
  SELECT 1 FROM team_in_force AS own JOIN team_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id = NEW.fact_id AND other.id IN (
    SELECT said.id FROM team AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: team'); END;
CREATE TRIGGER correction_product_code_taken AFTER INSERT ON correction WHEN NEW.field = 'code' AND EXISTS (
  SELECT 1 FROM product_in_force AS own JOIN product_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id = NEW.fact_id AND other.id IN (
    SELECT said.id FROM product AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: product'); END;
CREATE TRIGGER correction_opportunity_code_taken AFTER INSERT ON correction WHEN NEW.field = 'code' AND EXISTS (
  SELECT 1 FROM opportunity_in_force AS own JOIN opportunity_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id = NEW.fact_id AND other.id IN (
    SELECT said.id FROM opportunity AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: opportunity'); END;
CREATE TRIGGER correction_contract_code_taken AFTER INSERT ON correction WHEN NEW.field = 'code' AND EXISTS (
  SELECT 1 FROM contract_in_force AS own JOIN contract_in_force AS other ON other.code = own.code AND other.id <> own.id
  WHERE own.id = NEW.fact_id AND other.id IN (
    SELECT said.id FROM contract AS said WHERE said.code = own.code UNION SELECT fact_id FROM correction WHERE value = own.code
  )
)
BEGIN SELECT RAISE(ABORT, 'this code is taken: contract'); END;

-- A void is taken back by a restore of its fact, so that the last word on a fact is found under the fact.
CREATE TRIGGER void_of_void BEFORE INSERT ON void WHEN EXISTS (SELECT 1 FROM void WHERE id = NEW.fact_id)
BEGIN SELECT RAISE(ABORT, 'a void is taken back by a restore of its fact'); END;
