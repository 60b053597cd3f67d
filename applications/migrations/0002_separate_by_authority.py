from django.db import migrations

from core.migration_operations import SeparateByAuthority

# Under a policy PostgreSQL uses no index for functions that are not leakproof, full-text search among them. So the look-up goes through
# a function that runs as the owner of this one table and takes the council from the session, never from the caller.
SEARCH = """
CREATE INDEX case_search_vector ON applications_casesearch USING gin (authority_id, vector);
CREATE INDEX case_search_references ON applications_casesearch USING gin (authority_id, "references" gin_trgm_ops);
CREATE FUNCTION search_cases(reference_part text, wanted tsquery, at_most integer) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT case_id FROM (
        (SELECT case_id, 0 AS rank FROM applications_casesearch
         WHERE authority_id = NULLIF(current_setting('bops.authority_id', true), '')::bigint
           AND reference_part <> '' AND "references" LIKE '%' || reference_part || '%'
         ORDER BY case_id DESC LIMIT at_most)
        UNION ALL
        (SELECT case_id, 1 FROM applications_casesearch
         WHERE authority_id = NULLIF(current_setting('bops.authority_id', true), '')::bigint
           AND vector @@ wanted
         ORDER BY case_id DESC LIMIT at_most)
    ) found GROUP BY case_id ORDER BY min(rank), case_id DESC LIMIT at_most
$$;
"""
REMOVE = """
DROP FUNCTION search_cases(text, tsquery, integer);
DROP INDEX case_search_vector;
DROP INDEX case_search_references;
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [
        SeparateByAuthority("Case"),
        SeparateByAuthority("CaseReference", case="case"),
        SeparateByAuthority("ReferenceCounter"),
        SeparateByAuthority("CaseSearch", case="case", force=False),
        SeparateByAuthority("AuthorityApplicationType"),
        SeparateByAuthority("PlanningApplication", case="case"),
        SeparateByAuthority("StatusChange", case="application"),
        SeparateByAuthority("Party", case="case"),
        SeparateByAuthority("Ownership", case="case"),
        SeparateByAuthority("LandOwner", case="case"),
        SeparateByAuthority("Payment", case="case"),
        SeparateByAuthority("AccessLink", case="case"),
        SeparateByAuthority("Development", case="case"),
        SeparateByAuthority("CaseConstraint", case="case"),
        SeparateByAuthority("TimeAgreement", case="application"),
        SeparateByAuthority("CaseDates", case="application"),
        SeparateByAuthority("TaskMark", case="case"),
        migrations.RunSQL(SEARCH, REMOVE),
    ]
