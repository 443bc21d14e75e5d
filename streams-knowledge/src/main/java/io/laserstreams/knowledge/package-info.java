/**
 * Decides when knowledge about users and items is stale, requests it, and publishes accepted
 * answers.
 */
package io.laserstreams.knowledge;
