/** The configuration of scoring. */
package io.laserstreams.scoring.config;
