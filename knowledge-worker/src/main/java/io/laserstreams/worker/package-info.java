/**
 * Answers knowledge requests: generates texts about users and items and encodes them as vectors.
 */
package io.laserstreams.worker;
