/**
 * Features computed from the stream: their catalogue, and how events and impressions meet the state
 * behind them.
 */
package io.laserstreams.crm.streaming;
