/** What a request says about a user or an item, and the state that it is made from. */
package io.laserstreams.knowledge.request;
