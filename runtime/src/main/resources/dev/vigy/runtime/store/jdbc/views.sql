-- none yet
CREATE VIEW v_audit AS SELECT id FROM audit;
