-- One row: a complaint made in [:start, :end), with the first day up to :on on which it was closed.
SELECT feedback.rep_id, feedback.id AS fact, feedback.happened_on,
  (
    SELECT min(closing.happened_on) FROM feedback_close_in_force AS closing
    WHERE closing.feedback_id = feedback.id AND closing.happened_on <= :on
  ) AS closed_on
FROM feedback_in_force AS feedback
WHERE feedback.happened_on >= :start AND feedback.happened_on < :end AND feedback.feedback_kind = 'complaint'
ORDER BY feedback.happened_on, feedback.id
