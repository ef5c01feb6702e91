# syntax=docker/dockerfile:1
FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked && cp target/release/steadyhire /steadyhire

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin steadyhire \
    && install -d -o steadyhire -g steadyhire -m 0750 /data
COPY --from=build /steadyhire /usr/local/bin/steadyhire
USER steadyhire
WORKDIR /data
VOLUME /data
EXPOSE 8080
# The image has no curl; bash can ask the service itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.1\\r\\nHost: 127.0.0.1:8080\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["steadyhire"]
CMD ["serve", "--listen", "0.0.0.0:8080", "--data", "/data"]
