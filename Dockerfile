# syntax=docker/dockerfile:1
# A small image: the program, an example FAQ and nothing that runs beside it.
#
#   docker build -t wenda .
#   docker run --rm -e TELOXIDE_TOKEN --read-only --tmpfs /tmp -v wenda-data:/data wenda
#
# packaging/compose.yaml shows how to keep it running. Both base images can be pinned by digest:
#   docker build --build-arg RUST=1.95.0-slim-bookworm@sha256:... --build-arg DEBIAN=...

ARG RUST=1.95.0-slim-bookworm
ARG DEBIAN=bookworm-slim

FROM rust:${RUST} AS build
WORKDIR /src
# The same paths in every build, so that the same source gives the same program.
ENV CARGO_INCREMENTAL=0 \
    RUSTFLAGS="--remap-path-prefix=/src=wenda --remap-path-prefix=/usr/local/cargo=cargo"
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --bin wenda \
    && install -D target/release/wenda /out/wenda

FROM debian:${DEBIAN}
# No packages: TLS and its root certificates are in the program. Companies add theirs by mounting
# them and setting SSL_CERT_FILE.
RUN groupadd --system --gid 10001 wenda \
    && useradd --system --uid 10001 --gid wenda --home-dir /data --no-create-home \
        --shell /usr/sbin/nologin wenda \
    && install --directory --owner=wenda --group=wenda --mode=0750 /data
COPY --from=build /out/wenda /usr/local/bin/wenda
COPY config.toml /etc/wenda/config.toml
COPY faq /etc/wenda/faq
USER 10001:10001
WORKDIR /etc/wenda
VOLUME /data
# What people asked and what is still to be sent lives in the volume; the watch pages listen inside
# the container's own network.
ENV WENDA__STORAGE__PATH=/data/wenda.sqlite3 \
    WENDA__TELEGRAM__LISTEN=0.0.0.0:9090 \
    SQLITE_TMPDIR=/data
EXPOSE 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 CMD ["wenda", "health"]
ENTRYPOINT ["wenda"]
CMD ["run"]
