#!/bin/sh
# Positions by the billion on a SLURM cluster: sbatch deploy/slurm.sh POSITIONS OUT
# Each task is a Dask worker; the first node runs the scheduler and scs-tracker as well. OUT lies on a disk that all nodes see.
#SBATCH --job-name=scs-bulk
#SBATCH --ntasks=16
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
set -eu
positions=$1
out=$2
. "${SCS_VENV:-$HOME/scs-tracker}/bin/activate" # an environment with scs-tracker[bulk], seen by all nodes

export DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False # Dask's sampling takes a part of the workers' time

told=$out.scheduler.json
rm -f "$told"
dask scheduler --scheduler-file "$told" --no-dashboard &
scheduler=$!
trap 'kill "$scheduler" 2>/dev/null || true; rm -f "$told"' EXIT
until [ -s "$told" ]; do sleep 1; done
srun dask worker --scheduler-file "$told" --nthreads 1 --memory-limit 2GiB --no-dashboard --death-timeout 60 &
address=$(python -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$told")
python -c 'import sys; from distributed import Client; Client(sys.argv[1]).wait_for_workers(1)' "$address"
scs-tracker bulk "$positions" --out "$out" --scheduler "$address" --geoparquet
