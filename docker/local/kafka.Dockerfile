# Stand-in for apache/kafka: the same broker from Maven Central, configured with the same variables.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
COPY cli/target/lib /opt/kafka/libs
COPY docker/local/kafka.sh /opt/kafka/start.sh
VOLUME /var/lib/kafka/data
EXPOSE 9092
ENTRYPOINT ["/bin/bash", "/opt/kafka/start.sh"]
