/**
 * How the state behind streaming features is kept, as keys of the apps that keep it or train models
 * on it.
 */
package io.laserstreams.featureconfig;
