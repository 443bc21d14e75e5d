/** How requests are delivered by share groups or consumer groups, scheduled and acknowledged. */
package io.laserstreams.worker.delivery;
