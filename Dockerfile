# The Online Study Room as an image; docs/deploy.md says how to run it.

FROM livekit/livekit-server:v1.13.5 AS livekit

FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm AS frontend
WORKDIR /build
COPY requirements-frontend.lock ./
RUN python -m pip install --no-cache-dir --no-deps --require-hashes -r requirements-frontend.lock
COPY package.json package-lock.json .npmrc ./
COPY bin/frontend.py bin/
RUN python bin/frontend.py

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 studyroom \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin studyroom \
    && install -d -m 0700 -o studyroom -g studyroom /data
COPY --from=livekit /livekit-server /usr/local/bin/livekit-server
COPY --from=packages /venv /venv
WORKDIR /app
COPY LICENSE ./
COPY static static
COPY --from=frontend /build/static/vendor static/vendor
COPY components components
COPY pages pages
COPY studyroom studyroom
ENV PATH=/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONPATH=/app \
    STUDYROOM_DATA_DIR=/data \
    STUDYROOM_HOST=0.0.0.0 \
    STUDYROOM_PORT=8080 \
    STUDYROOM_LIVEKIT_BIN=/usr/local/bin/livekit-server \
    STUDYROOM_MEDIA_TCP_PORT=7881 \
    STUDYROOM_MEDIA_UDP_PORT=7882
RUN python -m compileall -q /app
USER 10001:10001
VOLUME /data
EXPOSE 8080/tcp 7881/tcp 7882/udp
STOPSIGNAL SIGTERM
# The check runs inside the container, over plain http, because the proxy handles TLS.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-I", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['STUDYROOM_PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "studyroom"]
