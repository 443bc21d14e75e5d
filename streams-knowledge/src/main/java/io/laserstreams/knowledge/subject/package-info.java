/** The state of requests and knowledge about each user and item, and the index of wake times. */
package io.laserstreams.knowledge.subject;
