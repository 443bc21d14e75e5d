/** {@code laser features diff}: computes served streaming features again and compares them. */
package io.laserstreams.tools.features;
