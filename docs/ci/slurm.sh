#!/usr/bin/env bash
# sbatch --array=1-16 slurm.sh ./my_batch_norm.so --cases 100000, and then
# bncheck merge shard-*.jsonl -o all.jsonl; the merge gives the verdict.
# A task that is killed and queued again goes on where it was.
#SBATCH --requeue
#SBATCH --open-mode=append
set -u
exec "${BNCHECK:-bncheck}" verify "$@" --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --resume "shard-$SLURM_ARRAY_TASK_ID.jsonl"
