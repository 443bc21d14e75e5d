#!/usr/bin/env bash
# KAFKA_A_B=c becomes a.b=c; two underscores stand for one, three for a hyphen: the rules of apache/kafka's image.
set -euo pipefail
properties=/tmp/server.properties
: > "$properties"
while IFS='=' read -r name value; do
  key=${name#KAFKA_}
  key=${key,,}
  key=${key//___/-}
  key=${key//__/$'\1'}
  key=${key//_/.}
  echo "${key//$'\1'/_}=$value" >> "$properties"
done < <(env | grep '^KAFKA_' | grep -v '^KAFKA_HEAP_OPTS=')
run=(java ${KAFKA_HEAP_OPTS:--Xmx512m} -cp '/opt/kafka/libs/*')
"${run[@]}" kafka.tools.StorageTool format --ignore-formatted --cluster-id "$CLUSTER_ID" --config "$properties"
exec "${run[@]}" kafka.Kafka "$properties"
