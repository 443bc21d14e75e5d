/** Scores impressions in real time and makes training samples of them. */
package io.laserstreams.scoring;
