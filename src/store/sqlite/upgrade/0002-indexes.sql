CREATE INDEX kase_name ON kase (queue, name_key, ord);
CREATE INDEX kase_unit ON kase (queue, unit_key, ord);
CREATE INDEX kase_state ON kase (queue, state);
