from django.db import migrations

# As before, and on request among published cases alone: what the public may not see must not use up the places of what it may.
DROP = "DROP FUNCTION search_cases(text, tsquery, integer{more});"
CREATE = """
CREATE FUNCTION search_cases(reference_part text, wanted tsquery, at_most integer{parameter}) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    council bigint := NULLIF(current_setting('bops.authority_id', true), '')::bigint;
    published text := {published};
BEGIN
    RETURN QUERY EXECUTE '
        SELECT case_id FROM (
            (SELECT s.case_id, 0 AS rank FROM applications_casesearch s' || published || '
             WHERE s.authority_id = $1 AND $2 <> '''' AND s."references" LIKE ''%'' || $2 || ''%'' ORDER BY s.case_id DESC LIMIT $4)
            UNION ALL
            (SELECT s.case_id, 1 FROM applications_casesearch s' || published || '
             WHERE s.authority_id = $1 AND s.vector @@ $3 ORDER BY s.case_id DESC LIMIT $4)
        ) found GROUP BY case_id ORDER BY min(rank), case_id DESC LIMIT $4'
    USING council, reference_part, wanted, at_most;
END
$$;
"""
JOIN = "CASE WHEN only_published THEN ' JOIN applications_planningapplication a ON a.case_id = s.case_id AND a.published_at IS NOT NULL' ELSE '' END"
NOW = DROP.format(more="") + CREATE.format(parameter=", only_published boolean DEFAULT false", published=JOIN)
BEFORE = DROP.format(more=", boolean") + CREATE.format(parameter="", published="''")


class Migration(migrations.Migration):
    dependencies = [("applications", "0006_keep_a_councils_figures_of_the_law")]

    operations = [migrations.RunSQL(NOW, BEFORE)]
