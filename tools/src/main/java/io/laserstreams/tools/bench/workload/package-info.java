/** Seeded items, users, models and slates to measure with. */
package io.laserstreams.tools.bench.workload;
