package io.laserstreams.learning.reproduce;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Metrics of the best point of the learning curve, on the validation part.
 *
 * @param logLoss in nats
 */
public record Validation(
    @JsonProperty("validationAuc") double auc, @JsonProperty("validationLogLoss") double logLoss) {}
