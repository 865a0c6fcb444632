PRAGMA application_id = 1935764581;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE arrival (
  id INTEGER PRIMARY KEY CHECK (id > 4294967296),
  last_id INTEGER NOT NULL CHECK (last_id >= id AND last_id >> 32 = id >> 32),
  arrived_at TEXT NOT NULL CHECK (length(arrived_at) = 27)
) STRICT;
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
INSERT INTO "assessment" VALUES(6409116367080914978,'2024-03-05',6409116367080914945,'interview','promotion','7.5','10','boss');
CREATE TABLE contact (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  name TEXT NOT NULL CHECK (name <> ''),
  title TEXT,
  phone TEXT,
  email TEXT
) STRICT;
INSERT INTO "contact" VALUES(6409116367080914952,'2024-03-05',6409116367080914949,'李娜','采购经理','139','ln@example.com');
CREATE TABLE contract (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT CHECK (code <> ''),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9000000000000000)
) STRICT;
INSERT INTO "contract" VALUES(6409116367080914961,'2024-03-05','HT-1-102545861873294639240',6409116367080914955,12000000);
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
INSERT INTO "contract_line" VALUES(6409116367080914962,'2024-03-05',6409116367080914961,6409116367080914953,2,480000,482100);
CREATE TABLE correction (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  field TEXT NOT NULL CHECK (field <> ''),
  value TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why <> ''),
  CHECK (fact_id <> id)
) STRICT;
INSERT INTO "correction" VALUES(6409116367080914982,'2024-03-05',6409116367080914960,'content','谈了价格','misspelt');
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
INSERT INTO "customer" VALUES(6409116367080914949,'2024-03-05','华北机械','A','fair','010-8888','steel','北京');
CREATE TABLE customer_owner (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  rep_id INTEGER REFERENCES rep (id)
) STRICT;
INSERT INTO "customer_owner" VALUES(6409116367080914950,'2024-03-05',6409116367080914949,6409116367080914945);
CREATE TABLE decision (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  request_id INTEGER NOT NULL REFERENCES fact (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'rejected')),
  amount INTEGER CHECK (amount BETWEEN 0 AND 9000000000000000),
  rep_id INTEGER REFERENCES rep (id),
  why TEXT
) STRICT;
INSERT INTO "decision" VALUES(6409116367080914967,'2024-03-05',6409116367080914965,'approved',30000,6409116367080914945,'fine');
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
INSERT INTO "dispute" VALUES(6409116367080914985,'2024-03-05',6409116367080914945,'pay','2024-01-01','2024-02-01','a receipt is missing');
CREATE TABLE dispute_answer (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  dispute_id INTEGER NOT NULL REFERENCES dispute (id),
  answer TEXT NOT NULL CHECK (answer <> '')
) STRICT;
INSERT INTO "dispute_answer" VALUES(6409116367080914986,'2024-03-05',6409116367080914985,'it came in February');
CREATE TABLE disqualification (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  customer_id INTEGER NOT NULL REFERENCES customer (id),
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
INSERT INTO "disqualification" VALUES(6409116367080914951,'2024-03-05',6409116367080914949,'wrong number');
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
INSERT INTO "expense" VALUES(6409116367080914965,'2024-03-05',6409116367080914945,6409116367080914955,6409116367080914949,'entertainment',30000,'within the limit');
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
INSERT INTO "fact" VALUES(6409116367080914945,'rep','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'40E7F894411C97ADF8C5AEF67F1DEFA226445FD2A6B177403C9412076D4D4B45');
INSERT INTO "fact" VALUES(6409116367080914946,'team','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'8EDCBF93AD40AD2FC18CAA818C07511435E7C8A02B1C19FF3F6174FB365F0D6A');
INSERT INTO "fact" VALUES(6409116367080914947,'team_change','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'B23679278271FB18B737ECE5D5D99B8D3E01B40A2A533E5D822DCC5AC2B7E622');
INSERT INTO "fact" VALUES(6409116367080914948,'rep_change','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'F9E948CEC6EF353A6F76DE7CE55F5F65756330C7D020AD215A55D2F3B4C42D59');
INSERT INTO "fact" VALUES(6409116367080914949,'customer','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'F8C444AB131CDD2B1338154EFBEA805482C690DB0F6F233CAD89B241125D3A3E');
INSERT INTO "fact" VALUES(6409116367080914950,'customer_owner','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'D3729C127EB6AC5EE5F794215E90DED48EFC41E13F74208ABA75411122FBF24E');
INSERT INTO "fact" VALUES(6409116367080914951,'disqualification','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'3ABF73B6C4979D3F7ED3C16A9CC4FD7C854E51FB80454D2293F38F38706C3DA9');
INSERT INTO "fact" VALUES(6409116367080914952,'contact','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'C654C037E00A5D309A6E9B29B648F6424E886FF43130A948FB8E889CBF635B1A');
INSERT INTO "fact" VALUES(6409116367080914953,'product','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'B5B7CCFE5DE4913D568B9EDFE916EAA2BBF7782D87D242421072F472ECCAC85E');
INSERT INTO "fact" VALUES(6409116367080914954,'product_price','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'EA1BC0514824BB7648341ECB82E73C066C2FACDD528CF861A2087A240AD7565A');
INSERT INTO "fact" VALUES(6409116367080914955,'opportunity','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'9FD6E66CC73C9CCFC350DC91436D8D1D6389EA89C3296F0BFC2411CEEFCE2DF5');
INSERT INTO "fact" VALUES(6409116367080914956,'opportunity_owner','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'483CB42623E473E17A4E00F78F0782184894ED537EB70D579CA3E056E0E534E0');
INSERT INTO "fact" VALUES(6409116367080914957,'share','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'20102A3677632B8F2B0BE13EA8E3CC219114E8B2A1EB215EBB6F4ED610C3B253');
INSERT INTO "fact" VALUES(6409116367080914958,'share_part','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'70D96246EB693587A37969443CB6E2E776C5DFB4D7141F2AE804E2A28C83CD35');
INSERT INTO "fact" VALUES(6409116367080914959,'stage_change','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'B4A9811A03923BD916610ECD0B2B5C3F4219D72D60F6FA56B8E3EB5C1A07E6B2');
INSERT INTO "fact" VALUES(6409116367080914960,'follow_up','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'5D1FB2EB0C276C4B277AD193F1AD3BAC59E71834882DF3404A9EB618AF0B4C4C');
INSERT INTO "fact" VALUES(6409116367080914961,'contract','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'A6ED43D5781410F280F0EB4186E54221D38815248C806F719BECC5064177B54E');
INSERT INTO "fact" VALUES(6409116367080914962,'contract_line','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'95918C17EE22F369A6FAC0D167EF1E1DA850D3EFDA88B5F7F098F4CF5765ACE2');
INSERT INTO "fact" VALUES(6409116367080914963,'instalment','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'6B7C67915399C40E843EDD1592AEE014E4733AF4E9954E68CD36FE59FBC223C0');
INSERT INTO "fact" VALUES(6409116367080914964,'receipt','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'896449C73F8A5CD61DD74C23096CEEC17C2563371149CB8C1BFBE13AABB0548D');
INSERT INTO "fact" VALUES(6409116367080914965,'expense','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'0094B72501B8679F97A27A7868E857DDD2E65796C05747F535C9FD46586A90A1');
INSERT INTO "fact" VALUES(6409116367080914966,'trip','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'7E921D4E3B14405F27A749FFB8B75B257D1566A83302DD7857720D5B43001DD0');
INSERT INTO "fact" VALUES(6409116367080914967,'decision','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'761824D290FBA0192655D25C38C692D421535F0596AE9D0DA92878888D0425A2');
INSERT INTO "fact" VALUES(6409116367080914968,'settlement','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'15F91A4C1280C083E417EB31B1712D91F1FF4006703F3759F117C58DEAF12D53');
INSERT INTO "fact" VALUES(6409116367080914969,'trip_report','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'834ACD653C3E5972E4DC743FB7FDD2177356A5625AC248D9FA13FD5FD6B9559F');
INSERT INTO "fact" VALUES(6409116367080914970,'task','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'CDE1AAAF6CAF1EEE2A44AE4A5AEBA3012ABFAB63639DC5488B6E185EC2A3224D');
INSERT INTO "fact" VALUES(6409116367080914971,'task_done','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'041F54AB49F99D36C2504282AFAA0F62DD2DC0A6A03F8D0350CB7476C17A34C5');
INSERT INTO "fact" VALUES(6409116367080914972,'leave','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'0BEE996F29BF8F62DE9C8437CF333E076F41BD03F785FF1A6B2F9578EB885AFC');
INSERT INTO "fact" VALUES(6409116367080914973,'goal','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'EEBADFAF0FFB2BA9D7B9A2A3683536938D50E2AA35C09F6FFCD1782742F8C921');
INSERT INTO "fact" VALUES(6409116367080914974,'goal_progress','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'8D914C9B5103D7765B03349918E7EA6969CF5CA2D4C9963C81B40F5051F79F47');
INSERT INTO "fact" VALUES(6409116367080914975,'feedback','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'9E89966AED66CDDD816C8303A55B7689A6F2B215BE6509E2864A347EAB96C48E');
INSERT INTO "fact" VALUES(6409116367080914976,'feedback_close','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'7776BC6A2C11C21B19217EC4652D031CB512D2343A63AAD927193EF4E84DBB8F');
INSERT INTO "fact" VALUES(6409116367080914977,'quality_review','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'6F54E2E8B887853A955247D6E7077E8D57CCC23FCCF2A74BA99F62913C681988');
INSERT INTO "fact" VALUES(6409116367080914978,'assessment','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'F1BAB81909616652F0C471E350A4959F86C7279EE82E85CD89267B017881F07F');
INSERT INTO "fact" VALUES(6409116367080914979,'target','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'790157C4A52B3D2267F55385940DC19846A02E02AF0282B47B26A57F432AFF6F');
INSERT INTO "fact" VALUES(6409116367080914980,'policy','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'3A1CBB68E4BE4A18CC24800A3CF9E5268E37B037B722BDA65D70E8A1A7CC270F');
INSERT INTO "fact" VALUES(6409116367080914981,'void','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'F151D8F68B6F9BA8B8B7742E99C2CD8EEAED5BCE30A7AE662A67E545C6289A70');
INSERT INTO "fact" VALUES(6409116367080914982,'correction','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'AD3FD517D2058FE9434856EB89F60B0279DB3C01A75E42E715F9054543E05771');
INSERT INTO "fact" VALUES(6409116367080914983,'waiver','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'2221B490638C3452BDAE31EF095A03E71444F31876F76413CD14EBB5565242DB');
INSERT INTO "fact" VALUES(6409116367080914984,'statement','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'7AEFC21DFAFC65DF475910C29FE5F27A556CB21C39289655FFD1CDC0F1E92B0C');
INSERT INTO "fact" VALUES(6409116367080914985,'dispute','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'FAADB22F6ED5810E0047B50ECCBFBC163B8D25C4591FA4D2441C58F5317496D6');
INSERT INTO "fact" VALUES(6409116367080914986,'dispute_answer','2024-03-05T08:00:00.000000Z','zw','zw@here','a remark',NULL,X'BBC495990D0067C943FA4F624B4CCAFC7C30FFA1702A4D5DB1F308F614ECD9AA');
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
INSERT INTO "feedback" VALUES(6409116367080914975,'2024-03-05',6409116367080914949,6409116367080914945,'rating',4,'quick');
CREATE TABLE feedback_close (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  feedback_id INTEGER NOT NULL REFERENCES feedback (id),
  rep_id INTEGER REFERENCES rep (id),
  outcome TEXT
) STRICT;
INSERT INTO "feedback_close" VALUES(6409116367080914976,'2024-03-05',6409116367080914975,6409116367080914945,'thanked');
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
INSERT INTO "follow_up" VALUES(6409116367080914960,'2024-03-05',6409116367080914949,6409116367080914945,6409116367080914955,6409116367080914952,'phone',1,'14:30',12,'asked for a quote','2024-03-08','send it');
CREATE TABLE goal (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  title TEXT NOT NULL CHECK (title <> ''),
  weight TEXT CHECK (weight GLOB '[0-9]*' AND weight NOT GLOB '*[^0-9.]*' AND weight NOT GLOB '*.*.*'),
  due_on TEXT CHECK (due_on IS date(due_on, '+0 days'))
) STRICT;
INSERT INTO "goal" VALUES(6409116367080914973,'2024-03-05',6409116367080914945,'learn to negotiate','20','2024-12-31');
CREATE TABLE goal_progress (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  goal_id INTEGER NOT NULL REFERENCES goal (id),
  progress TEXT NOT NULL CHECK (progress GLOB '[0-9]*' AND progress NOT GLOB '*[^0-9.]*' AND progress NOT GLOB '*.*.*')
) STRICT;
INSERT INTO "goal_progress" VALUES(6409116367080914974,'2024-03-05',6409116367080914973,'0.4');
CREATE TABLE instalment (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  contract_id INTEGER NOT NULL REFERENCES contract (id),
  due_on TEXT NOT NULL CHECK (due_on IS date(due_on, '+0 days')),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9000000000000000)
) STRICT;
INSERT INTO "instalment" VALUES(6409116367080914963,'2024-03-05',6409116367080914961,'2024-04-05',6000000);
CREATE TABLE leave (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  from_day TEXT NOT NULL CHECK (from_day IS date(from_day, '+0 days')),
  to_day TEXT NOT NULL CHECK (to_day IS date(to_day, '+0 days')),
  leave_kind TEXT,
  CHECK (from_day <= to_day)
) STRICT;
INSERT INTO "leave" VALUES(6409116367080914972,'2024-03-05',6409116367080914945,'2024-05-01','2024-05-03','annual');
CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  origin INTEGER NOT NULL CHECK (origin BETWEEN 1 AND 2147483647),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  zone TEXT NOT NULL CHECK (zone <> ''),
  created_at TEXT NOT NULL CHECK (length(created_at) = 27)
) STRICT;
INSERT INTO "ledger" VALUES(1,1492238689,'CNY','Asia/Shanghai','2024-03-05T08:00:00.000000Z');
CREATE TABLE opportunity (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  customer_id INTEGER REFERENCES customer (id),
  rate TEXT CHECK (rate GLOB '[0-9]*' AND rate NOT GLOB '*[^0-9.]*' AND rate NOT GLOB '*.*.*')
) STRICT;
INSERT INTO "opportunity" VALUES(6409116367080914955,'2024-03-05','O-1-64091163670809149495','风机改造',6409116367080914949,'0.05');
CREATE TABLE opportunity_owner (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id),
  rep_id INTEGER NOT NULL REFERENCES rep (id)
) STRICT;
INSERT INTO "opportunity_owner" VALUES(6409116367080914956,'2024-03-05',6409116367080914955,6409116367080914945);
CREATE TABLE policy (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  starts_on TEXT CHECK (starts_on IS date(starts_on, '+0 days')),
  title TEXT NOT NULL CHECK (title <> ''),
  body TEXT NOT NULL CHECK (body <> ''),
  digest TEXT NOT NULL
) STRICT;
INSERT INTO "policy" VALUES(6409116367080914980,'2024-03-05','2024-01-01','2024','[policy]','0000000000000000000000000000000000000000000000000000000000000000');
CREATE TABLE product (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT NOT NULL CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> '')
) STRICT;
INSERT INTO "product" VALUES(6409116367080914953,'2024-03-05','GTX-51272930936647319588','GTX Pro');
CREATE TABLE product_price (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  product_id INTEGER NOT NULL REFERENCES product (id),
  list_price INTEGER CHECK (list_price BETWEEN 0 AND 9000000000000000),
  cost INTEGER CHECK (cost BETWEEN 0 AND 9000000000000000)
) STRICT;
INSERT INTO "product_price" VALUES(6409116367080914954,'2024-03-05',6409116367080914953,482100,290000);
CREATE TABLE quality_review (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  subject_id INTEGER NOT NULL REFERENCES fact (id),
  effectiveness INTEGER NOT NULL CHECK (effectiveness BETWEEN 1 AND 5),
  professionalism INTEGER NOT NULL CHECK (professionalism BETWEEN 1 AND 5),
  problem_solving INTEGER NOT NULL CHECK (problem_solving BETWEEN 1 AND 5)
) STRICT;
INSERT INTO "quality_review" VALUES(6409116367080914977,'2024-03-05',6409116367080914960,4,5,3);
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  contract_id INTEGER NOT NULL REFERENCES contract (id),
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'write_off')),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9000000000000000)
) STRICT;
INSERT INTO "receipt" VALUES(6409116367080914964,'2024-03-05',6409116367080914961,'payment',6000000);
CREATE TABLE rep (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT NOT NULL CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  candidate INTEGER NOT NULL CHECK (candidate IN (0, 1))
) STRICT;
INSERT INTO "rep" VALUES(6409116367080914945,'2024-03-05','zw','张伟',0);
CREATE TABLE rep_change (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  act TEXT NOT NULL CHECK (act IN ('hire', 'move', 'raise', 'depart')),
  post TEXT,
  team_id INTEGER REFERENCES team (id),
  base INTEGER CHECK (base BETWEEN 0 AND 9000000000000000)
) STRICT;
INSERT INTO "rep_change" VALUES(6409116367080914948,'2024-03-05',6409116367080914945,'hire','rep',6409116367080914946,500000);
CREATE TABLE settlement (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  request_id INTEGER NOT NULL REFERENCES fact (id),
  amount INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9000000000000000)
) STRICT;
INSERT INTO "settlement" VALUES(6409116367080914968,'2024-03-05',6409116367080914965,30000);
CREATE TABLE share (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  opportunity_id INTEGER NOT NULL REFERENCES opportunity (id)
) STRICT;
INSERT INTO "share" VALUES(6409116367080914957,'2024-03-05',6409116367080914955);
CREATE TABLE share_part (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  share_id INTEGER NOT NULL REFERENCES share (id),
  rep_id INTEGER NOT NULL REFERENCES rep (id),
  percent TEXT NOT NULL CHECK (percent GLOB '[0-9]*' AND percent NOT GLOB '*[^0-9.]*' AND percent NOT GLOB '*.*.*' AND CAST(percent AS REAL) BETWEEN 0 AND 100)
) STRICT;
INSERT INTO "share_part" VALUES(6409116367080914958,'2024-03-05',6409116367080914957,6409116367080914945,'100');
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
INSERT INTO "stage_change" VALUES(6409116367080914959,'2024-03-05',6409116367080914955,'won','won',12000000,'1','2024-04-01','send the contract');
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
INSERT INTO "statement" VALUES(6409116367080914984,'2024-03-05',6409116367080914945,'2024-01-01','2024-02-01','{}','0000000000000000000000000000000000000000000000000000000000000000','{}');
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
INSERT INTO "target" VALUES(6409116367080914979,'2024-03-05','rep',6409116367080914945,NULL,'collected',6409116367080914953,'2024-01-01','2024-04-01',30000000,NULL,0);
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
INSERT INTO "task" VALUES(6409116367080914970,'2024-03-05',6409116367080914945,'service','visit','2024-03-20',6409116367080914955,6409116367080914949);
CREATE TABLE task_done (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  task_id INTEGER NOT NULL REFERENCES task (id),
  outcome TEXT
) STRICT;
INSERT INTO "task_done" VALUES(6409116367080914971,'2024-03-05',6409116367080914970,'visited');
CREATE TABLE team (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  code TEXT NOT NULL CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> '')
) STRICT;
INSERT INTO "team" VALUES(6409116367080914946,'2024-03-05','north-6409116367080914945','华北区');
CREATE TABLE team_change (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  team_id INTEGER NOT NULL REFERENCES team (id),
  parent_id INTEGER REFERENCES team (id),
  lead_id INTEGER REFERENCES rep (id)
) STRICT;
INSERT INTO "team_change" VALUES(6409116367080914947,'2024-03-05',6409116367080914946,6409116367080914946,6409116367080914945);
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
INSERT INTO "trip" VALUES(6409116367080914966,'2024-03-05',6409116367080914945,6409116367080914955,'天津','2024-03-06','2024-03-07',100000,'the first');
CREATE TABLE trip_report (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  trip_id INTEGER NOT NULL REFERENCES trip (id),
  outcome TEXT NOT NULL,
  cost INTEGER CHECK (cost BETWEEN 0 AND 9000000000000000)
) STRICT;
INSERT INTO "trip_report" VALUES(6409116367080914969,'2024-03-05',6409116367080914966,'they will sign',90000);
CREATE TABLE void (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  effect TEXT NOT NULL CHECK (effect IN ('void', 'restore')),
  why TEXT NOT NULL CHECK (why <> ''),
  CHECK (fact_id <> id)
) STRICT;
INSERT INTO "void" VALUES(6409116367080914981,'2024-03-05',6409116367080914972,'void','not taken');
CREATE TABLE waiver (
  id INTEGER PRIMARY KEY REFERENCES fact (id),
  happened_on TEXT NOT NULL CHECK (happened_on IS date(happened_on, '+0 days') AND happened_on BETWEEN '1900-01-01' AND '2999-12-31'),
  fact_id INTEGER NOT NULL REFERENCES fact (id),
  penalty TEXT,
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
INSERT INTO "waiver" VALUES(6409116367080914983,'2024-03-05',6409116367080914960,'overdue_contact','ill');
CREATE INDEX fact_source_key ON fact (source_key) WHERE source_key IS NOT NULL;
CREATE INDEX rep_code ON rep (code);
CREATE INDEX team_code ON team (code);
CREATE INDEX team_change_team_id ON team_change (team_id, happened_on);
CREATE INDEX rep_change_rep_id ON rep_change (rep_id, happened_on);
CREATE INDEX customer_name ON customer (name);
CREATE INDEX customer_phone ON customer (phone);
CREATE INDEX customer_happened_on ON customer (happened_on);
CREATE INDEX customer_owner_customer_id ON customer_owner (customer_id, happened_on);
CREATE INDEX customer_owner_rep_id ON customer_owner (rep_id);
CREATE INDEX disqualification_customer_id ON disqualification (customer_id);
CREATE INDEX contact_customer_id ON contact (customer_id);
CREATE INDEX contact_name ON contact (name);
CREATE INDEX contact_phone ON contact (phone);
CREATE INDEX product_code ON product (code);
CREATE INDEX product_name ON product (name);
CREATE INDEX product_price_product_id ON product_price (product_id, happened_on);
CREATE INDEX opportunity_code ON opportunity (code);
CREATE INDEX opportunity_name ON opportunity (name);
CREATE INDEX opportunity_customer_id ON opportunity (customer_id);
CREATE INDEX opportunity_owner_opportunity_id ON opportunity_owner (opportunity_id, happened_on);
CREATE INDEX opportunity_owner_rep_id ON opportunity_owner (rep_id);
CREATE INDEX share_opportunity_id ON share (opportunity_id, happened_on);
CREATE INDEX share_part_share_id ON share_part (share_id);
CREATE INDEX stage_change_opportunity_id ON stage_change (opportunity_id, happened_on);
CREATE INDEX stage_change_happened_on ON stage_change (happened_on);
CREATE INDEX follow_up_customer_id ON follow_up (customer_id, happened_on, answered, next_on);
CREATE INDEX follow_up_rep_id ON follow_up (rep_id, happened_on);
CREATE INDEX follow_up_opportunity_id ON follow_up (opportunity_id);
CREATE INDEX contract_code ON contract (code);
CREATE INDEX contract_opportunity_id ON contract (opportunity_id);
CREATE INDEX contract_happened_on ON contract (happened_on);
CREATE INDEX contract_line_contract_id ON contract_line (contract_id);
CREATE INDEX instalment_contract_id ON instalment (contract_id);
CREATE INDEX instalment_due_on ON instalment (due_on);
CREATE INDEX receipt_contract_id ON receipt (contract_id, happened_on);
CREATE INDEX receipt_happened_on ON receipt (happened_on);
CREATE INDEX expense_rep_id ON expense (rep_id, happened_on);
CREATE INDEX expense_opportunity_id ON expense (opportunity_id);
CREATE INDEX trip_rep_id ON trip (rep_id, happened_on);
CREATE INDEX trip_opportunity_id ON trip (opportunity_id);
CREATE INDEX trip_from_day ON trip (from_day);
CREATE INDEX decision_request_id ON decision (request_id);
CREATE INDEX settlement_request_id ON settlement (request_id);
CREATE INDEX trip_report_trip_id ON trip_report (trip_id);
CREATE INDEX task_rep_id ON task (rep_id, due_on);
CREATE INDEX task_due_on ON task (due_on);
CREATE INDEX task_done_task_id ON task_done (task_id);
CREATE INDEX leave_rep_id ON leave (rep_id);
CREATE INDEX goal_rep_id ON goal (rep_id);
CREATE INDEX goal_progress_goal_id ON goal_progress (goal_id);
CREATE INDEX feedback_rep_id ON feedback (rep_id);
CREATE INDEX feedback_customer_id ON feedback (customer_id);
CREATE INDEX feedback_happened_on ON feedback (happened_on);
CREATE INDEX feedback_close_feedback_id ON feedback_close (feedback_id);
CREATE INDEX quality_review_subject_id ON quality_review (subject_id);
CREATE INDEX assessment_rep_id ON assessment (rep_id);
CREATE INDEX target_starts_on ON target (starts_on, ends_on);
CREATE INDEX void_fact_id ON void (fact_id);
CREATE INDEX correction_fact_id ON correction (fact_id, field);
CREATE INDEX correction_value ON correction (value);
CREATE INDEX correction_field ON correction (field, value);
CREATE INDEX waiver_fact_id ON waiver (fact_id);
CREATE INDEX statement_starts_on ON statement (starts_on, ends_on);
CREATE INDEX dispute_rep_id ON dispute (rep_id);
CREATE INDEX dispute_answer_dispute_id ON dispute_answer (dispute_id);
CREATE VIEW voided AS
SELECT void.fact_id
FROM void
JOIN fact ON fact.id = void.id
WHERE void.effect = 'void'
  AND NOT EXISTS (
    SELECT 1 FROM void AS later JOIN fact AS entry ON entry.id = later.id
    WHERE later.fact_id = void.fact_id AND (entry.recorded_at, later.id) > (fact.recorded_at, void.id)
  );
CREATE VIEW correction_in_force AS SELECT * FROM correction WHERE NOT EXISTS (SELECT 1 FROM voided WHERE voided.fact_id = correction.id);
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
CREATE TRIGGER fact_in_sequence BEFORE INSERT ON fact
WHEN NEW.id & 4294967295 <> 1 AND NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.id - 1)
BEGIN SELECT RAISE(ABORT, 'a fact follows the one before it: fact'); END;
CREATE TRIGGER fact_source_key_taken BEFORE INSERT ON fact
WHEN EXISTS (SELECT 1 FROM fact WHERE source_key = NEW.source_key AND id >> 32 = NEW.id >> 32 AND id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'a row is imported once: its source_key is there'); END;
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
CREATE TRIGGER void_of_void BEFORE INSERT ON void WHEN EXISTS (SELECT 1 FROM void WHERE id = NEW.fact_id)
BEGIN SELECT RAISE(ABORT, 'a void is taken back by a restore of its fact'); END;
COMMIT;
