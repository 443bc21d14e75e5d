/**
 * CRM is the papers' term for a conventional recommendation model, as opposed to a language model:
 * a click-through model over users, items and histories. This package holds everything such a model
 * needs for training and for serving.
 */
package io.laserstreams.crm;
