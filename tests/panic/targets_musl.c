/* Lets a program for musl link with a libgcc_eh that was built for glibc, as that of Debian is.
 * Such a libgcc_eh finds unwind tables only by _dl_find_object of glibc 2.35 and later. This file
 * defines that function by dl_iterate_phdr, which a libgcc_eh for musl uses. On x86-64, libgcc_eh
 * reads only dlfo_eh_frame of the result. */
#define _GNU_SOURCE
#include <link.h>
#include <string.h>

struct dl_find_object {
    unsigned long long dlfo_flags;
    void *dlfo_map_start, *dlfo_map_end;
    void *dlfo_link_map;
    void *dlfo_eh_frame;
    unsigned long long dlfo_reserved[7];
};
int _dl_find_object(void *address, struct dl_find_object *result);

struct search { ElfW(Addr) address; void *eh_frame; };

static int holds(struct dl_phdr_info *info, size_t size, void *data)
{
    struct search *search = data;
    void *eh_frame = NULL;
    int found = 0;
    (void)size;
    for (int k = 0; k < info->dlpi_phnum; k++) {
        const ElfW(Phdr) *p = &info->dlpi_phdr[k];
        ElfW(Addr) start = info->dlpi_addr + p->p_vaddr;
        if (p->p_type == PT_LOAD) found |= search->address - start < p->p_memsz;
        if (p->p_type == PT_GNU_EH_FRAME) eh_frame = (void *)start;
    }
    if (found) search->eh_frame = eh_frame;
    return found;
}

int _dl_find_object(void *address, struct dl_find_object *result)
{
    struct search search = { (ElfW(Addr))address, NULL };
    dl_iterate_phdr(holds, &search);
    memset(result, 0, sizeof *result);
    result->dlfo_eh_frame = search.eh_frame;
    return search.eh_frame ? 0 : -1;
}
