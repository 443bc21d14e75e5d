/**
 * What the trainer fits for streaming features: factors of items, their neighbours, and the space
 * of their texts.
 */
package io.laserstreams.crm.streaming.factors;
