/** When knowledge is due, and how often a request is repeated: pure arithmetic. */
package io.laserstreams.knowledge.policy;
