#!/bin/sh
# route.sh PORT, in the folder of the service: leads the traffic of the router to a port. It reads the file for every connection.
set -eu
echo "$1" >route.next
mv -f route.next route
echo "traffic goes to $1"
