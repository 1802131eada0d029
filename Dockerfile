# The service and its command line in one image. How to run it: docs/kubernetes.md, docs/operations.md.
#
#   docker build -t minikafka .
#
# What comes of the build is decided by the two base images: name them by digest where builds must be repeatable.
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-25
ARG JAVA_IMAGE=eclipse-temurin:25-jre

FROM ${MAVEN_IMAGE} AS build
WORKDIR /src
COPY pom.xml LICENSE ./
COPY .mvn .mvn
COPY src/main src/main
RUN --mount=type=cache,target=/m2 \
    mvn -B -q -Dmaven.repo.local=/m2 package -Dmaven.test.skip=true -Dspotless.check.skip=true
# What changes seldom apart from what changes often, so that an update is a small layer; and plain jars in lib/, from
# which the service starts faster than from a jar of jars.
RUN java -Djarmode=tools -jar target/minikafka-*.jar extract --layers --destination /layers \
    --application-filename minikafka.jar

FROM ${JAVA_IMAGE} AS runtime
WORKDIR /app
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
COPY --chmod=0755 docker/minikafka /usr/local/bin/minikafka

# The ahead-of-time cache holds for the very JVM and jars it was trained with, so it is made where they are.
FROM runtime AS training
COPY --chmod=0755 docker/train /train
RUN /train /app/minikafka.jar /app/minikafka.aot

FROM runtime
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="minikafka" \
      org.opencontainers.image.description="Topics you can keep, for teams that do not (yet) want to run Kafka" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
COPY --from=training /app/minikafka.aot ./
RUN install -d -o 10001 -g 10001 -m 0750 /data

# Inside a container loopback reaches nobody, so the doors listen on every interface. The service refuses to do so
# without authentication, unless whoever runs it allows anonymous use (MINIKAFKA_SECURITY_ALLOWANONYMOUS=true): that is
# theirs to say, not the image's.
ENV MINIKAFKA_HOST=:9999 \
    MINIKAFKA_RESP_ADDRESS=0.0.0.0 \
    SERVER_ADDRESS=0.0.0.0 \
    MINIKAFKA_ROOT_DIR=/data
# Half of the container's memory is heap. Direct memory, which the doors' buffers are, is bounded apart from it, and the
# rest is for the JVM itself and for the page cache that readers are served from. Set it as a whole to change it.
ENV JDK_JAVA_OPTIONS="-XX:MaxRAMPercentage=50 -XX:MaxDirectMemorySize=256m"

USER 10001:10001
VOLUME /data
# gRPC, Redis, HTTP
EXPOSE 9999 6380 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --start-interval=5s --retries=3 \
    CMD ["minikafka", "health", "--timeout", "5s"]
# Netty's buffers count as the JVM's direct memory (maxDirectMemory=0), so that one bound holds for all. The last option
# keeps the JVM from warning about libraries that use sun.misc.Unsafe, and Netty on its fast path.
ENTRYPOINT ["java", \
    "-XX:AOTCache=/app/minikafka.aot", \
    "-XX:+ExitOnOutOfMemoryError", \
    "-Dio.netty.maxDirectMemory=0", \
    "--sun-misc-unsafe-memory-access=allow", \
    "-jar", "/app/minikafka.jar"]
