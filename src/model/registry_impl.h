/* src/model/registry_impl.h - inside the registry. */
#ifndef ZHIPAID_REGISTRY_IMPL_H
#define ZHIPAID_REGISTRY_IMPL_H
#include "zhipaid/registry.h"

/* As zp_registry_rows(), to be changed. */
void *zp_registry_table(const struct zp_registry *r, enum zp_table_id id,
    uint32_t *n);
#endif
