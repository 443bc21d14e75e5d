/** Runs a decoder's graph, and keeps its keys and values from call to call. */
package io.laserstreams.lm.decoder;
