/** Lifelong histories of users in a key-value store, with late events and corrections. */
package io.laserstreams.crm.history;
