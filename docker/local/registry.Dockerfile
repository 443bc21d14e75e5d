# Stand-in for apicurio/apicurio-registry: the same server from Maven Central, configured with the same variables.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
COPY cluster/target/registry /opt/registry
EXPOSE 8080
ENTRYPOINT ["/bin/sh", "-c", "exec java ${JAVA_OPTS_APPEND:--Xmx256m} -jar /opt/registry/*-runner.jar"]
