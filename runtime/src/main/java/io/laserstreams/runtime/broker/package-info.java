/** What apps need to know about brokers and topics: outages, features, topics that changed. */
package io.laserstreams.runtime.broker;
