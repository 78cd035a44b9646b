#!/usr/bin/env bash
# mpirun -np 4 mpi.sh ./my_batch_norm.so --cases 20000, and then
# bncheck merge shard-*.jsonl -o all.jsonl; the merge gives the verdict.
set -u
rank=${OMPI_COMM_WORLD_RANK:-${PMI_RANK:-${SLURM_PROCID:?started by no mpirun}}}
size=${OMPI_COMM_WORLD_SIZE:-${PMI_SIZE:-${SLURM_NTASKS:-1}}}
"${BNCHECK:-bncheck}" verify "$@" --jobs 1 --shard "$((rank + 1))/$size" \
  --resume "shard-$((rank + 1)).jsonl" >"shard-$((rank + 1)).log"
status=$?
# mpirun ends all ranks when one fails, and a law that fails in one shard is no reason to.
((status == 1)) || exit "$status"
