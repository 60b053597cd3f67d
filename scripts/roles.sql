-- The two roles, the extensions that every new database has, and the database. Run as a superuser; may be run again.
-- bops owns the tables and runs migrations; bops_web is what the application works as: row-level security binds it.
\connect template1
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS unaccent;
SELECT 'CREATE ROLE bops LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bops') \gexec
SELECT 'CREATE ROLE bops_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bops_web') \gexec
GRANT bops_web TO bops;
SELECT 'CREATE DATABASE bops OWNER bops'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'bops') \gexec
