import { doDomainRecordDelete } from './tools/do-domain-record-delete.ts';
import { doDomainRecordPut } from './tools/do-domain-record-put.ts';
import { doDomainRecords } from './tools/do-domain-records.ts';

export const domainTools = [doDomainRecords, doDomainRecordPut, doDomainRecordDelete];
