# One image for the web process, the worker, the clock and the migrations; docker-compose.yml says which is which.
# The system packages are those of scripts/packages.txt, the same that a developer's machine gets.

FROM node:20-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY scripts/common.sh scripts/build_frontend.sh scripts/
COPY static/src static/src
RUN scripts/build_frontend.sh

FROM debian:12-slim
ENV DEBIAN_FRONTEND=noninteractive PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=bops.settings.production PATH=/app/.venv/bin:$PATH
WORKDIR /app
COPY scripts/common.sh scripts/system_packages.sh scripts/packages.txt scripts/
RUN scripts/system_packages.sh base runtime && rm -rf /var/lib/apt/lists/* .local
COPY requirements.txt ./
RUN python3 -m pip install --no-cache-dir --target /opt/uv uv \
  && /opt/uv/bin/uv venv --python /usr/bin/python3 .venv \
  && /opt/uv/bin/uv pip sync --require-hashes --compile-bytecode --no-cache --python .venv/bin/python requirements.txt \
  && rm -rf /opt/uv
COPY . .
COPY --from=frontend /app/static/build static/build
# Collecting static files needs settings to load, not secrets: these values reach no running process
RUN SECRET_KEY=collectstatic DATABASE_URL=postgres://none/none REDIS_URL=redis://none S3_BUCKET=none \
  python manage.py collectstatic --noinput \
  && useradd --system --home-dir /app --shell /usr/sbin/nologin bops && mkdir -p .local && chown bops .local
USER bops
EXPOSE 8000
CMD ["gunicorn", "bops.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", \
     "--timeout", "60", "--no-control-socket", "--access-logfile", "-"]
