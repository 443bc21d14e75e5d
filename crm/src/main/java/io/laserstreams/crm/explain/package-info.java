/** Why a result: a logged score again, and without one thing at a time. */
package io.laserstreams.crm.explain;
