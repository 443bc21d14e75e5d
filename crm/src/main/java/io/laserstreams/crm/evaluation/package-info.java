/**
 * How good predictions are: measures, their confidence intervals, and what they are computed from.
 */
package io.laserstreams.crm.evaluation;
