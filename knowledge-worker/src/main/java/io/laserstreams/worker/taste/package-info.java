/** What a user's history says without a language model. */
package io.laserstreams.worker.taste;
