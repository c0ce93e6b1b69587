# The two images: `functions`, what a build without --target makes, and `sleep`. `npm run image` builds them, docs/images.md
# says what is in them. The labels of a build (version, revision, created, source) come from its command. All compilers run on
# the machine that builds, whatever it builds for: nothing is emulated.

# Its npm installs, and its Node runs the builds: 24, as what is built.
ARG BUILDER=docker.io/library/node:24.21.0-trixie
# Any image with Node 24 as its entrypoint; see docs/images.md.
ARG BASE=gcr.io/distroless/nodejs24-debian13:nonroot

# The bundle is the same for every platform.
FROM --platform=$BUILDPLATFORM ${BUILDER} AS bundle
WORKDIR /src
COPY package.json package-lock.json tsconfig.json ./
COPY functions/package.json functions/
COPY knative/package.json knative/
COPY knative/local/embedded-cluster/package.json knative/local/embedded-cluster/
COPY shared/package.json shared/
COPY sleep/package.json sleep/
COPY test/package.json test/
RUN npm ci --ignore-scripts --include=optional --no-audit --no-fund
COPY shared shared
COPY functions functions
RUN node functions/build.ts
COPY LICENSE .
# Root's, and nobody can write to it. Not by COPY --chmod: BuildKit gives that mode to the new directory as well.
RUN install -D --mode=0444 --target-directory=/out/app functions/dist/server.js functions/dist/server.js.LEGAL.txt LICENSE

# The holder, for all platforms at once, by the zig that sleep/ziglang.txt pins with its hashes.
FROM --platform=$BUILDPLATFORM ${BUILDER} AS holder
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3-venv \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY sleep sleep
RUN node sleep/build.ts --arch all --out /out && chmod 0555 /out/*/sleep

FROM scratch AS sleep
ARG TARGETARCH
LABEL org.opencontainers.image.title="Kubernetes image puller: sleep" \
  org.opencontainers.image.description="Holds an image on a node: sleeps until it is told to end" \
  org.opencontainers.image.licenses="Apache-2.0"
COPY --from=holder /out/${TARGETARCH}/sleep /sleep
USER 65532:65532
ENTRYPOINT ["/sleep"]
CMD ["infinity"]

FROM ${BASE} AS functions
ARG BASE
LABEL org.opencontainers.image.title="Kubernetes image puller: functions" \
  org.opencontainers.image.description="Holds container images on every node of a Kubernetes cluster, so that pods start without waiting for a pull" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.base.name="${BASE}"
COPY --from=bundle /out/ /
ENV NODE_ENV=production
# By number: the kubelet can't tell that a name is not root's.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["/app/server.js"]
