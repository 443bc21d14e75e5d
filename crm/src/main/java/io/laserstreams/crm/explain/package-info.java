/**
 * Why a slate was scored as it was: its logged scores, reproduced, and without one input at a time.
 */
package io.laserstreams.crm.explain;
