/** What requests may cost, what they do cost, and which come first if not all can be made. */
package io.laserstreams.knowledge.budget;
