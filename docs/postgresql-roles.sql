-- Roles of a ledger on PostgreSQL. Run it as the owner of the database, after the ledger was made:
--   psql ledger -f postgresql-roles.sql
-- Then: GRANT scs_editor TO anna;
-- reader: looks, exports, draws. proposer: imports and reads sources, so proposes. editor: decides.
-- owner: brings the schema up to date, restores, forgets texts. Nobody but the owner changes or takes away what was
-- written once: reports, revisions, journal.

DO $$
BEGIN
    CREATE ROLE scs_reader NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$
BEGIN
    CREATE ROLE scs_proposer NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$
BEGIN
    CREATE ROLE scs_editor NOLOGIN;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;

GRANT scs_reader TO scs_proposer;
GRANT scs_proposer TO scs_editor;

GRANT USAGE ON SCHEMA public TO scs_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO scs_reader;

-- A proposer adds; an incident or event that is proposed may get new facts from its source.
GRANT INSERT ON report, document, revision, journal, incident, incident_report, event, quarantine, review,
    proposal_group, proposed_change, lead, run TO scs_proposer;
GRANT UPDATE ON run, incident, event, quarantine, lead TO scs_proposer;
GRANT DELETE ON incident_report TO scs_proposer;
GRANT INSERT, UPDATE, DELETE ON source_health, seen_item, memory, claim TO scs_proposer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO scs_proposer;

-- No decision of a person is written by a proposer: what is accepted stays as it is.
CREATE OR REPLACE FUNCTION scs_keep_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, 'scs_editor', 'USAGE') THEN
        IF TG_OP = 'UPDATE' AND OLD.status IS DISTINCT FROM 'proposed' THEN
            RAISE insufficient_privilege USING MESSAGE = 'a proposer changes only what is proposed';
        END IF;
        IF NEW.status IS DISTINCT FROM 'proposed' AND NOT (TG_OP = 'UPDATE' AND NEW.status = 'retracted') THEN
            RAISE insufficient_privilege USING MESSAGE = 'a proposer accepts nothing';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER scs_keep_accepted BEFORE INSERT OR UPDATE ON incident
    FOR EACH ROW EXECUTE FUNCTION scs_keep_accepted();
CREATE OR REPLACE TRIGGER scs_keep_accepted BEFORE INSERT OR UPDATE ON event
    FOR EACH ROW EXECUTE FUNCTION scs_keep_accepted();

-- A run is sealed by its hash. From then on nobody changes it, adds rows to it or says that another role made it, the
-- owner neither: whoever takes these triggers away, and the role that did it, is told of by the check.
CREATE OR REPLACE FUNCTION scs_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.hash <> '' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a run that is sealed stays as it is';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NEW.role <> current_user THEN
        RAISE insufficient_privilege USING MESSAGE = 'a run bears the role that makes it';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.hash <> '' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a run is sealed at its end';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.id, OLD.at, OLD.action, OLD."by", OLD.role)
        IS DISTINCT FROM (NEW.id, NEW.at, NEW.action, NEW."by", NEW.role) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a run keeps what it began with';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER scs_keep_sealed BEFORE INSERT OR UPDATE OR DELETE ON run
    FOR EACH ROW EXECUTE FUNCTION scs_keep_sealed();

CREATE OR REPLACE FUNCTION scs_keep_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM added JOIN run ON run.id = added.run_id WHERE run.hash <> '') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a run that is sealed gets no further rows';
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['report', 'revision', 'journal', 'document', 'incident_report', 'decision', 'approval']
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER scs_keep_closed AFTER INSERT ON %I REFERENCING NEW TABLE AS added '
            'FOR EACH STATEMENT EXECUTE FUNCTION scs_keep_closed()', name);
    END LOOP;
END $$;

-- A report leaves an incident by its source alone while the incident is proposed; else by an editor.
CREATE OR REPLACE FUNCTION scs_keep_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_has_role(current_user, 'scs_editor', 'USAGE')
        AND EXISTS (SELECT 1 FROM incident WHERE id = OLD.incident_id AND status <> 'proposed') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a proposer takes no report from what was decided';
    END IF;
    RETURN OLD;
END $$;
CREATE OR REPLACE TRIGGER scs_keep_members BEFORE DELETE ON incident_report
    FOR EACH ROW EXECUTE FUNCTION scs_keep_members();

GRANT INSERT, UPDATE, DELETE ON decision, review, proposal_group, proposed_change, snooze, approval, incident_report,
    lead TO scs_editor;
GRANT DELETE ON incident, event TO scs_editor;
GRANT UPDATE ON document TO scs_editor;
