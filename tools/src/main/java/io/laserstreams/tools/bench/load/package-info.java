/** When to send, how long answers took, and when a process is warm. */
package io.laserstreams.tools.bench.load;
