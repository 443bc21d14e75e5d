/** Reads datasets by their descriptions, and turns them into samples with features. */
package io.laserstreams.learning.dataset;
